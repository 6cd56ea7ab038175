using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>A schedule as its row tells it, for those who use it and for the clock.</summary>
/// <param name="Schedule">For those who use it; its input may be in a blob.</param>
/// <param name="Held">For the clock.</param>
internal sealed record StoredSchedule(ScheduleRecord Schedule, HeldSchedule Held)
{
    public static StoredSchedule? TryRead(Row row, DateTimeOffset now) =>
        ScheduleRow.TryRead(row, now) is { } schedule && HeldSchedule.TryRead(row) is { } held ? new StoredSchedule(schedule, held) : null;

    /// <summary>Whether both say the same of when and how it fires.</summary>
    public static bool IsSame(StoredSchedule a, StoredSchedule b) =>
        a.Held.InputBlob == b.Held.InputBlob
        && JsonSerializer.Serialize(a.Held.Definition, ScheduleJson.Compact.ScheduleDefinition) == JsonSerializer.Serialize(b.Held.Definition, ScheduleJson.Compact.ScheduleDefinition)
        && a.Held.Pause == b.Held.Pause;
}
