using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>A job: its current version, and what is not versioned.</summary>
public sealed record JobRecord : StoredRecord
{
    /// <summary>Counts from 1; raised by each change of the definition, not by pausing.</summary>
    public required int Version { get; init; }

    public required JobDefinition Definition { get; init; }

    /// <summary>Null if the job is not paused.</summary>
    public JobPause? Pause { get; init; }
}

/// <summary>The rows of jobs (<c>J</c>) and of their versions (<c>V</c>).</summary>
internal sealed class JobRow(ShardMap map) : RecordRow<JobRecord>("job")
{
    public const string VersionColumn = "version";
    public const string PauseColumn = "pause";
    public const string PausedColumn = "paused";

    /// <summary>True: versions are rows with the same columns.</summary>
    public override bool IsCopied => true;

    public override RecordKey KeyOf(string tenant, string id) => new(tenant, id, Keys.Job(tenant, id), map.OfJob(tenant, id));

    public override string PrefixOf(string tenant) => Keys.JobPrefix(tenant);

    public static int VersionOf(Row? row) => (int)(row?.Columns.Number(VersionColumn) ?? 0);

    /// <summary>The pause of a job's row; null if it is not paused.</summary>
    public static JobPause? PauseOf(Row row) => row.Columns.Json(PauseColumn, JobJson.Default.JobPause);

    /// <summary>The columns that end the pause of a job.</summary>
    public static Columns Resumed(string by, DateTimeOffset at) =>
        new Columns { { PauseColumn, "" }, { PausedColumn, (ColumnValue)false } }.Merge(Changed(by, at));

    /// <summary>
    /// The whole row: a deleted job whose runs are still being withdrawn keeps counting, so that a version never means two things.
    /// </summary>
    protected internal override Columns Tombstone(Row row) => row.Columns;

    protected override JobRecord? Read(Row row, string definition) =>
        Parse(definition, JobJson.Default.JobDefinition) is { } read
            ? new JobRecord { Version = VersionOf(row), Definition = read, Pause = PauseOf(row) }
            : null;

    protected override string WriteDefinition(JobRecord record) =>
        JsonSerializer.Serialize(record.Definition, JobJson.Compact.JobDefinition);

    protected override Columns Write(JobRecord record) => new()
    {
        { VersionColumn, (ColumnValue)(long)record.Version },
        { PauseColumn, record.Pause is null ? "" : JsonSerializer.Serialize(record.Pause, JobJson.Compact.JobPause) },
        { PausedColumn, (ColumnValue)(record.Pause is not null) },
    };

    protected override string BlobName(JobRecord record, string unique) =>
        string.Create(CultureInfo.InvariantCulture, $"jobs/{record.Tenant}/{record.Id}/{record.Version}-{unique}");
}

/// <summary>What the rows of jobs hold.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(DurationConverter), typeof(TimestampConverter), typeof(EnumNames)])]
[JsonSerializable(typeof(JobDefinition))]
[JsonSerializable(typeof(JobPause))]
internal sealed partial class JobJson : JsonSerializerContext
{
    /// <inheritdoc cref="RowText.Compact"/>
    public static JobJson Compact => Holder.Value;

    private static class Holder
    {
        public static readonly JobJson Value = new(RowText.Compact(Default.Options));
    }
}

/// <summary>Jobs as read a few seconds ago.</summary>
public sealed class JobCache(RecordRow<JobRecord> rows, IStorage storage, TimeProvider time) : RecordCache<JobRecord>(rows, storage, time);
