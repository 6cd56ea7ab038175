using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Which gate a run asked for by hand has to pass.</summary>
public sealed class ScheduleGates(IStorage storage, ShardMap map) : IRunOrigins
{
    /// <summary>The gate of the job's one schedule; null when it has none, or no rule.</summary>
    /// <exception cref="RefusalException">The job has several schedules.</exception>
    async Task<RunOrigin?> IRunOrigins.OfAsync(string tenant, string job, CancellationToken cancellation)
    {
        var query = RowQuery.Prefix(ShardMap.Partition(map.OfJob(tenant, job)), Keys.SchedulePrefix(tenant, job)) with { Limit = 2 };
        var page = await storage.Tables.ReadAsync(query, cancellation);
        if (page.Rows.Count > 1)
        {
            throw RefusalException.Invalid(
                "overlap", $"job '{job}' has several schedules, each with its own overlap rule; trigger one of them, or use \"ignore\"");
        }

        return page.Rows.Count == 1 && FiringSchedule.TryRead(page.Rows[0]) is { } schedule && Of(schedule) is { Gate: not null } origin
            ? origin with { ScheduleId = null }
            : null;
    }

    internal static RunOrigin Of(FiringSchedule schedule) => schedule.Definition.Policy.Overlap == OverlapRule.Allow
        ? new RunOrigin(schedule.Identity.Schedule, null, null)
        : new RunOrigin(schedule.Identity.Schedule, schedule.Gate, schedule.Definition.Policy.Overlap);
}
