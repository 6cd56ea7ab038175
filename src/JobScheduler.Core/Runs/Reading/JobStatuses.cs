using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Derives the status of a job from its runs.</summary>
public sealed class JobStatuses(IStorage storage, ShardMap map, IUpcomingFires fires, TimeProvider time)
{
    /// <summary>Counting stops here.</summary>
    private const int MostCounted = 1000;

    public async Task<JobProjection> OfAsync(JobRecord job, CancellationToken cancellation)
    {
        var shards = job.Definition.Placement == Placement.Pinned
            ? [map.OfJob(job.Tenant, job.Id)]
            : Enumerable.Range(0, map.Count).ToArray();
        var (counts, isBusy) = (new Dictionary<RunState, int>(), false);
        var next = await fires.NextAsync(job, cancellation);
        RunRecord? last = null;
        foreach (var shard in shards)
        {
            var open = await new OpenRuns(storage.Tables, shard, job.Tenant, job.Id, time.GetUtcNow())
                .SummarizeAsync(MostCounted - counts.Values.Sum(), cancellation);
            isBusy |= open.IsBusy;
            next = next is null || open.NextAt < next ? open.NextAt ?? next : next;
            foreach (var (state, count) in open.Counts)
            {
                counts[state] = counts.GetValueOrDefault(state) + count;
            }

            if (await LastEndedAsync(shard, job, cancellation) is { } ended && (last is null || ended.End?.At > last.End?.At))
            {
                last = ended;
            }
        }

        var kind = isBusy ? JobStatusKind.Pending
            : next is not null ? JobStatusKind.Scheduled
            : last is null ? JobStatusKind.Pending
            : last.State == RunState.Succeeded ? JobStatusKind.Completed
            : JobStatusKind.Failed;
        return new JobProjection(kind, last, next, counts);
    }

    private async Task<RunRecord?> LastEndedAsync(int shard, JobRecord job, CancellationToken cancellation)
    {
        var partition = ShardMap.Partition(shard);
        var prefix = Keys.EndedPrefix(job.Tenant, job.Id);
        var page = await storage.Tables.ReadAsync(RowQuery.Prefix(partition, prefix) with { Limit = 1 }, cancellation);
        return page.Rows.Count == 0 ? null
            : (await RunRows.GetManyAsync(storage.Tables, partition, [page.Rows[0].Key[prefix.Length..]], cancellation)).FirstOrDefault();
    }
}

/// <summary>The status of a job: derived from its runs, never stored.</summary>
/// <param name="Kind">See <see cref="JobStatusKind"/>.</param>
/// <param name="LastRun">The newest ended run, or null.</param>
/// <param name="NextFireAt">The earliest scheduled run or fire of a schedule, or null.</param>
/// <param name="Unfinished">
/// How many runs are in each state that is not terminal; counting stops at 1,000; runs due last are left out.
/// </param>
public sealed record JobProjection(
    JobStatusKind Kind, RunRecord? LastRun, DateTimeOffset? NextFireAt, IReadOnlyDictionary<RunState, int> Unfinished);

/// <summary>When schedules will fire. Shown in the status of a job, answered by schedules.</summary>
public interface IUpcomingFires
{
    /// <summary>The earliest fire of the job's schedules; null: there is none.</summary>
    Task<DateTimeOffset?> NextAsync(JobRecord job, CancellationToken cancellation);
}
