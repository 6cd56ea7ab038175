using JobScheduler.Runs;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>The rows of schedules (<c>S</c>). As much of them as reading needs.</summary>
internal static class ScheduleRow
{
    public const string DefinitionColumn = "definition";
    public const string PauseColumn = "pause";

    /// <summary>The schedule of a row; null when it cannot be read.</summary>
    public static Schedule? TryRead(Row row)
    {
        var parts = row.Key.Split('~');
        return parts is ["S", var tenant, var job, var id] && RunColumns.Json(row.Columns, DefinitionColumn, CoreJson.Default.ScheduleDefinition) is { } definition
            ? new Schedule
            {
                Tenant = tenant,
                JobId = job,
                Id = id,
                Definition = definition,
                Pause = RunColumns.Json(row.Columns, PauseColumn, CoreJson.Default.SchedulePause),
                NextFireAt = row.Columns.Time("nextFire"),
                LastFireAt = row.Columns.Time("lastFire"),
                Runs = (int)(row.Columns.Number("runs") ?? 0),
                CreatedBy = row.Columns.Text("createdBy") ?? "",
                CreatedAt = row.Columns.Time("created") ?? DateTimeOffset.MinValue,
                UpdatedAt = row.Columns.Time("updated") ?? DateTimeOffset.MinValue,
                ETag = row.ETag,
            }
            : null;
    }
}
