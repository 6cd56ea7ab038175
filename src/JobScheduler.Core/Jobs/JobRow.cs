using System.Globalization;
using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>The rows of jobs (<c>J</c>) and of their versions (<c>V</c>).</summary>
internal sealed class JobRow(ShardMap map) : RecordRow<JobRecord>("job")
{
    public const string VersionColumn = "version";
    public const string PauseColumn = "pause";
    public const string PausedColumn = "paused";

    /// <summary>Versions are.</summary>
    public override bool IsCopied => true;

    public override RecordKey KeyOf(string tenant, string id) => new(tenant, id, Keys.Job(tenant, id), map.OfJob(tenant, id));

    public override string PrefixOf(string tenant) => Keys.JobPrefix(tenant);

    public static int VersionOf(Row? row) => (int)(row?.Columns.Number(VersionColumn) ?? 0);

    /// <summary>The pause of a job's row; null when it is not paused.</summary>
    public static JobPause? PauseOf(Row row) => row.Columns.Json(PauseColumn, JobJson.Default.JobPause);

    /// <summary>What ends the pause of a job's row.</summary>
    public static Columns Resumed(string by, DateTimeOffset at) =>
        new Columns { { PauseColumn, "" }, { PausedColumn, (ColumnValue)false } }.Merge(Changed(by, at));

    /// <summary>
    /// All of it: a deleted job whose runs are still being withdrawn goes on counting, so that versions never mean two things.
    /// </summary>
    protected internal override Columns Tombstone(Row row) => row.Columns;

    protected override JobRecord? Read(Row row, string definition) => Parse(definition, JobJson.Default.JobDefinition) is not { } read ? null : new JobRecord
    {
        Version = VersionOf(row),
        Definition = read,
        Pause = PauseOf(row),
    };

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
