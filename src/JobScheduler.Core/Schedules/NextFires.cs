using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>When the schedules of a job fire next.</summary>
public sealed class NextFires(IStorage storage, ShardMap map, CalendarCache calendars, TimeProvider time) : IUpcomingFires
{
    public async Task<DateTimeOffset?> NextAsync(JobRecord job, CancellationToken cancellation)
    {
        DateTimeOffset? next = null;
        var query = RowQuery.Prefix(ShardMap.Partition(map.OfJob(job.Tenant, job.Id)), Keys.SchedulePrefix(job.Tenant, job.Id));
        foreach (var schedule in (await storage.Tables.ReadAsync(query, cancellation)).Rows.Select(FiringSchedule.TryRead).OfType<FiringSchedule>())
        {
            var used = await calendars.GetManyAsync(job.Tenant, schedule.Definition.Spec.Calendars.Select(use => use.Id), cancellation);
            if (FirePlanner.NextFire(schedule, used, time.GetUtcNow()) is { } fire && !(next <= fire))
            {
                next = fire;
            }
        }

        return next;
    }
}
