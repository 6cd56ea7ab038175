using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// How the last runs of jobs ended: one read for a pinned job, one in each shard for a spread one; few at a time. Their rows in the list
/// of ended runs tell it, so no run is read.
/// </summary>
public sealed class RecentRuns(IStorage storage, ShardMap map, TimeProvider time)
{
    /// <summary>A page of many spread jobs would take tens of thousands of reads.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>How many runs of a job are told.</summary>
    public const int Most = 10;

    /// <returns>
    /// Those of each job, in the order of the jobs; the newest due time first. Null of jobs that two seconds were too short for.
    /// </returns>
    public async Task<IReadOnlyList<IReadOnlyList<RecentRun>?>> OfAsync(IReadOnlyList<JobRecord> jobs, CancellationToken cancellation)
    {
        var patience = new Patience(time, Longest);
        var found = jobs.Select(_ => (List<RecentRun>?)[]).ToList();
        var reads = jobs.Index().SelectMany(pair => ShardsOf(pair.Item).Select(shard => (pair.Index, Job: pair.Item, Shard: shard)));
        foreach (var some in reads.Chunk(RunRows.AtOnce))
        {
            if (patience.IsOver)
            {
                Array.ForEach(some, read => found[read.Index] = null);
                continue;
            }

            var pages = await Task.WhenAll(some.Select(read => ReadAsync(read.Job, read.Shard, cancellation)));
            foreach (var (read, runs) in some.Zip(pages))
            {
                found[read.Index]?.AddRange(runs);
            }
        }

        return [.. found.Select(runs => runs?.OrderBy(run => RunId.PositionOf(run.Id), StringComparer.Ordinal).Take(Most).ToList())];
    }

    private IEnumerable<int> ShardsOf(JobRecord job) =>
        job.Definition.Placement == Placement.Pinned ? [map.OfJob(job.Tenant, job.Id)] : Enumerable.Range(0, map.Count);

    private async Task<IEnumerable<RecentRun>> ReadAsync(JobRecord job, int shard, CancellationToken cancellation)
    {
        var prefix = Keys.EndedPrefix(job.Tenant, job.Id);
        var query = RowQuery.Prefix(ShardMap.Partition(shard), prefix) with { Limit = Most, Select = [RunColumns.State] };
        var page = await storage.Tables.ReadAsync(query, cancellation);
        return
            from row in page.Rows
            let state = RunColumns.StateOf(row.Columns)
            where state is not null
            select new RecentRun(row.Key[prefix.Length..], state.Value);
    }
}
