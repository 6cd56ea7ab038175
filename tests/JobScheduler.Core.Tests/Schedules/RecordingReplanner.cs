using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Schedules;

/// <summary>Plans by writing the calendar's first date, as its process's cache has it, beside the schedule.</summary>
internal sealed class RecordingReplanner(IStorage storage, CalendarCache cache) : IScheduleReplanner
{
    public const string PlanColumn = "plan";
    public const string NoCalendar = "none";

    public List<string> Visited { get; } = [];

    /// <summary>Fails this many times before it works.</summary>
    public int Failures { get; set; }

    public async Task ReplanAsync(int shard, Row scheduleRow)
    {
        if (Failures-- > 0)
        {
            throw new StorageException(StorageFault.Transient, "not now");
        }

        lock (Visited)
        {
            Visited.Add(scheduleRow.Key);
        }

        var schedule = FiringSchedule.TryRead(scheduleRow)!;
        var id = schedule.Definition.Spec.Calendars[0].Id;
        var found = await cache.GetManyAsync(schedule.Identity.Tenant, [id], CancellationToken.None);
        var plan = found.TryGetValue(id, out var calendar) ? calendar.Dates[0].ToString("O") : NoCalendar;
        await storage.Tables.CommitAsync(
            ShardMap.Partition(shard), [RowOperation.Merge(scheduleRow.Key, new Columns { { PlanColumn, plan } })], CancellationToken.None);
    }
}
