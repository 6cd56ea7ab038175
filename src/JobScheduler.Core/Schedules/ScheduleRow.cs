using System.Text.Json;
using JobScheduler.Runs;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>The rows of schedules (<c>S</c>).</summary>
internal static class ScheduleRow
{
    public const string DefinitionColumn = "definition";
    public const string PauseColumn = "pause";

    private const string NextFireColumn = "nextFire";
    private const string LastFireColumn = "lastFire";
    private const string RunsColumn = "runs";
    private const string CreatedColumn = "created";
    private const string CreatedByColumn = "createdBy";
    private const string UpdatedColumn = "updated";

    public static Columns Write(Schedule schedule) => new()
    {
        { DefinitionColumn, JsonSerializer.Serialize(schedule.Definition, CoreJson.Compact.ScheduleDefinition) },
        { PauseColumn, schedule.Pause is null ? "" : JsonSerializer.Serialize(schedule.Pause, CoreJson.Compact.SchedulePause) },
        { NextFireColumn, (ColumnValue?)schedule.NextFireAt },
        { LastFireColumn, (ColumnValue?)schedule.LastFireAt },
        { RunsColumn, (ColumnValue)(long)schedule.Runs },
        { CreatedColumn, (ColumnValue)schedule.CreatedAt },
        { CreatedByColumn, schedule.CreatedBy },
        { UpdatedColumn, (ColumnValue)schedule.UpdatedAt },
    };

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
                NextFireAt = row.Columns.Time(NextFireColumn),
                LastFireAt = row.Columns.Time(LastFireColumn),
                Runs = (int)(row.Columns.Number(RunsColumn) ?? 0),
                CreatedBy = row.Columns.Text(CreatedByColumn) ?? "",
                CreatedAt = row.Columns.Time(CreatedColumn) ?? DateTimeOffset.MinValue,
                UpdatedAt = row.Columns.Time(UpdatedColumn) ?? DateTimeOffset.MinValue,
                ETag = row.ETag,
            }
            : null;
    }
}
