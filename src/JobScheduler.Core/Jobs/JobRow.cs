using System.Text;
using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>The rows of jobs (<c>J</c>) and of their versions (<c>V</c>).</summary>
internal static class JobRow
{
    public const string DefinitionColumn = "definition";
    public const string DefinitionBlobColumn = "definitionBlob";
    public const string VersionColumn = "version";
    public const string CreatedColumn = "created";
    public const string CreatedByColumn = "createdBy";
    public const string UpdatedColumn = "updated";
    public const string PauseColumn = "pause";
    public const string PausedColumn = "paused";

    /// <summary>Unique to each write; proves whether one with unknown outcome took effect.</summary>
    public const string StampColumn = "stamp";

    /// <summary>Set while a deleted job's runs are withdrawn; such a job is not there for anyone else.</summary>
    public const string DeletedColumn = "deleted";

    /// <summary>Larger definitions go to a blob: a column holds 32 K characters.</summary>
    private const int InlineCharacters = 24_000;

    public static string Blob(string tenant, string job, int version, string unique) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"jobs/{tenant}/{job}/{version}-{unique}");

    /// <summary>The columns of both rows; writes the blob of a large definition first.</summary>
    public static async ValueTask<Columns> WriteAsync(JobRecord job, IStorage storage, Entropy entropy, CancellationToken cancellation)
    {
        var text = JsonSerializer.Serialize(job.Definition, JobJson.Compact.JobDefinition);
        string? blob = null;
        if (text.Length > InlineCharacters)
        {
            // A fresh name each time: a write that loses against another must not replace what that one refers to.
            blob = Blob(job.Tenant, job.Id, job.Version, entropy.NextName());
            await storage.Blobs.PutAsync(blob, Encoding.UTF8.GetBytes(text), cancellation);
        }

        return new Columns
        {
            { DefinitionColumn, blob is null ? text : null },
            { DefinitionBlobColumn, blob },
            { VersionColumn, (ColumnValue)(long)job.Version },
            { CreatedColumn, (ColumnValue)job.CreatedAt },
            { CreatedByColumn, job.CreatedBy },
            { UpdatedColumn, (ColumnValue)job.UpdatedAt },
            { PauseColumn, job.Pause is null ? "" : JsonSerializer.Serialize(job.Pause, JobJson.Compact.JobPause) },
            { PausedColumn, (ColumnValue)(job.Pause is not null) },
        };
    }

    /// <summary>The job of a row; null when the row cannot be read.</summary>
    public static async ValueTask<JobRecord?> ReadAsync(string tenant, string id, Row row, IStorage storage, CancellationToken cancellation)
    {
        var columns = row.Columns;
        var definition = columns.Json(DefinitionColumn, JobJson.Default.JobDefinition);
        if (definition is null && columns.Text(DefinitionBlobColumn) is { } blob
            && await storage.Blobs.GetAsync(blob, 0, cancellation) is { } content)
        {
            definition = JsonSerializer.Deserialize(content.Span, JobJson.Default.JobDefinition);
        }

        return definition is null ? null : new JobRecord
        {
            Tenant = tenant,
            Id = id,
            Version = (int)(columns.Number(VersionColumn) ?? 0),
            Definition = definition,
            CreatedBy = columns.Text(CreatedByColumn) ?? "",
            CreatedAt = columns.Time(CreatedColumn) ?? DateTimeOffset.MinValue,
            UpdatedAt = columns.Time(UpdatedColumn) ?? DateTimeOffset.MinValue,
            Pause = columns.Json(PauseColumn, JobJson.Default.JobPause),
            ETag = row.ETag,
        };
    }

    public static bool IsDeleted(Row row) => row.Columns.Time(DeletedColumn) is not null;

    /// <summary>The id in the key of a job's row.</summary>
    public static string IdOf(Row row, string tenant) => row.Key[Keys.JobPrefix(tenant).Length..];
}
