using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

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
