using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>A schedule as its row or its alarm holds it: all that a fire needs, without reading the other.</summary>
internal sealed record FiringSchedule
{
    public required ScheduleIdentity Identity { get; init; }

    /// <summary>Without its input when that is large.</summary>
    public required ScheduleDefinition Definition { get; init; }

    public string? InputBlob { get; init; }

    /// <summary>64 hexadecimal digits, created with the schedule; they sign the ids of its runs.</summary>
    public required string Seed { get; init; }

    public SchedulePause? Pause { get; init; }

    public required ScheduleState State { get; init; }

    /// <summary>The key of its one alarm; empty when it has none.</summary>
    public string Alarm { get; init; } = "";

    public string Key => Keys.Schedule(Identity.Tenant, Identity.Job, Identity.Schedule);

    /// <summary>The name of the gate of its overlap rule.</summary>
    public string Gate => "o." + Identity.Schedule;

    /// <summary>All of its inputs that are in blobs.</summary>
    public IEnumerable<string> Blobs => State.Tails.Select(tail => tail.InputBlob).Append(InputBlob).OfType<string>().Distinct();

    /// <summary>Whether both say the same about when and how it fires.</summary>
    public static bool IsSame(FiringSchedule a, FiringSchedule b) =>
        a.InputBlob == b.InputBlob
        && Text(a.Definition) == Text(b.Definition)
        && a.Pause == b.Pause;

    /// <summary>From the row of a schedule, or from its alarm, which is a copy; null when it is neither.</summary>
    public static FiringSchedule? TryRead(Row row)
    {
        var columns = row.Columns;
        return columns.Text(ScheduleRow.TenantColumn) is { } tenant
            && columns.Text(ScheduleRow.JobColumn) is { } job
            && columns.Text(ScheduleRow.ScheduleColumn) is { } schedule
            && columns.Text(ScheduleRow.SeedColumn) is { } seed
            && columns.Json(ScheduleRow.DefinitionColumn, ScheduleJson.Default.ScheduleDefinition) is { } definition
            && columns.Json(ScheduleRow.StateColumn, ScheduleJson.Default.ScheduleState) is { } state
                ? new FiringSchedule
                {
                    Identity = new ScheduleIdentity(tenant, job, schedule),
                    Definition = definition,
                    InputBlob = columns.Text(ScheduleRow.InputBlobColumn) is { Length: > 0 } blob ? blob : null,
                    Seed = seed,
                    Pause = columns.Json(ScheduleRow.PauseColumn, ScheduleJson.Default.SchedulePause),
                    State = state,
                    Alarm = AlarmKey.KindOf(row.Key) is null ? columns.Text(ScheduleRow.AlarmColumn) ?? "" : row.Key,
                }
                : null;
    }

    /// <summary>The columns that its row and its alarm share.</summary>
    public Columns Write() => new()
    {
        { ScheduleRow.TenantColumn, Identity.Tenant },
        { ScheduleRow.JobColumn, Identity.Job },
        { ScheduleRow.ScheduleColumn, Identity.Schedule },
        { ScheduleRow.SeedColumn, Seed },
        { ScheduleRow.DefinitionColumn, Text(Definition) },
        { ScheduleRow.InputBlobColumn, InputBlob },
        { ScheduleRow.PauseColumn, Pause is null ? "" : JsonSerializer.Serialize(Pause, ScheduleJson.Compact.SchedulePause) },
        { ScheduleRow.StateColumn, JsonSerializer.Serialize(State, ScheduleJson.Compact.ScheduleState) },
    };

    /// <summary>What a fire changes in the schedule's row.</summary>
    public Columns WriteProgress() => new()
    {
        { ScheduleRow.AlarmColumn, Alarm },
        { ScheduleRow.PauseColumn, Pause is null ? "" : JsonSerializer.Serialize(Pause, ScheduleJson.Compact.SchedulePause) },
        { ScheduleRow.PausedColumn, (ColumnValue)(Pause is not null) },
        { ScheduleRow.StateColumn, JsonSerializer.Serialize(State, ScheduleJson.Compact.ScheduleState) },
    };

    private static string Text(ScheduleDefinition definition) =>
        JsonSerializer.Serialize(definition, ScheduleJson.Compact.ScheduleDefinition);
}
