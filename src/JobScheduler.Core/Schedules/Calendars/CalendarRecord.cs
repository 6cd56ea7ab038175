using System.Text.Json;
using System.Text.Json.Serialization;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>A named calendar, shared by the schedules of a tenant.</summary>
public sealed record CalendarRecord : StoredRecord
{
    public required CalendarDefinition Definition { get; init; }
}

/// <summary>The rows of calendars (<c>C</c>).</summary>
internal sealed class CalendarRow(ShardMap map) : RecordRow<CalendarRecord>("calendar")
{
    /// <summary>A tombstone stays for 10 s, until the last walk over the schedules.</summary>
    public override bool AbsenceProvesDeletion => true;

    /// <summary>Schedules that name a missing calendar must not cost a read each time.</summary>
    public override bool RemembersAbsence => true;

    public override RecordKey KeyOf(string tenant, string id) =>
        new(tenant, id, Keys.Calendar(tenant, id), map.OfRecord(tenant, Keys.CalendarRecord, id));

    public override string PrefixOf(string tenant) => Keys.CalendarPrefix(tenant);

    protected internal override Columns Tombstone(Row row) => Columns.None;

    protected override CalendarRecord? Read(Row row, string definition) =>
        Parse(definition, CalendarJson.Default.CalendarDefinition) is { } read ? new CalendarRecord { Definition = read } : null;

    protected override string WriteDefinition(CalendarRecord record) =>
        JsonSerializer.Serialize(record.Definition, CalendarJson.Compact.CalendarDefinition);

    protected override string BlobName(CalendarRecord record, string unique) => $"calendars/{record.Tenant}/{record.Id}/{unique}";
}

/// <summary>What the rows of calendars hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(CalendarDefinition))]
internal sealed partial class CalendarJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static CalendarJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly CalendarJson Value = new(RowText.Compact(Default.Options));
    }
}

/// <summary>Calendars as they were read a few seconds ago.</summary>
public sealed class CalendarCache(RecordRow<CalendarRecord> rows, IStorage storage, TimeProvider time)
    : RecordCache<CalendarRecord>(rows, storage, time)
{
    /// <summary>Fewer than of other records: each may have thousands of days.</summary>
    protected override int Largest => 1_000;

    /// <summary>Those of the ids that exist. No call to storage for an empty list.</summary>
    public async ValueTask<IReadOnlyDictionary<string, CalendarDefinition>> GetManyAsync(
        string tenant, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => GetAsync(tenant, id, cancellation).AsTask()));
        return found
            .Select(cached => cached.Record)
            .OfType<CalendarRecord>()
            .ToDictionary(calendar => calendar.Id, calendar => calendar.Definition, StringComparer.Ordinal);
    }
}
