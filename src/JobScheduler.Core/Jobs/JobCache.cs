using System.Collections.Concurrent;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>
/// Jobs as they were read at most <see cref="Lifetime"/> ago. Writes of this process are seen at once; those of others within the
/// lifetime.
/// </summary>
public sealed class JobCache(IStorage storage, ShardMap map, TimeProvider time)
{
    /// <summary>The bound on staleness, stated to users: 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private const int Largest = 10_000;

    /// <summary>A page of 1,000 rows is worth so many reads of one.</summary>
    private const int ReadsPerPage = 4;

    private readonly ConcurrentDictionary<(string Tenant, string Id), CachedJob> _jobs = new();

    /// <summary>
    /// The job, at most 5 s old; null when there is none. Absence is always asked for: a job that was created a moment ago must not cost its
    /// runs their lives.
    /// </summary>
    public async ValueTask<CachedJob> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        _jobs.TryGetValue((tenant, id), out var cached) && cached.Job is not null && time.GetUtcNow() - cached.ReadAt < Lifetime
            ? cached
            : await ReadAsync(tenant, id, cancellation);

    /// <summary>The job as it is now.</summary>
    public async ValueTask<CachedJob> ReadAsync(string tenant, string id, CancellationToken cancellation)
    {
        var readAt = time.GetUtcNow();
        return await KeepAsync(tenant, id, await storage.Tables.GetAsync(ShardMap.Partition(map.OfJob(tenant, id)), Keys.Job(tenant, id), cancellation), readAt, cancellation);
    }

    /// <summary>
    /// Reads those of the jobs that are not known well enough: one by one when they are few, else as the stretch of rows in which they
    /// lie, as long as that is the cheaper way.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="ids">Which.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask PrefetchAsync(string tenant, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var shard in ids.Distinct(StringComparer.Ordinal)
            .Where(id => !_jobs.TryGetValue((tenant, id), out var cached) || cached.Job is null || now - cached.ReadAt >= Lifetime)
            .GroupBy(id => map.OfJob(tenant, id)))
        {
            await PrefetchAsync(tenant, shard.Key, [.. shard.Order(StringComparer.Ordinal)], now, cancellation);
        }
    }

    /// <summary>Forgets the job, because this process has written it.</summary>
    public void Forget(string tenant, string id) => _jobs.TryRemove((tenant, id), out _);

    private async ValueTask PrefetchAsync(string tenant, int shard, List<string> unknown, DateTimeOffset now, CancellationToken cancellation)
    {
        var next = 0;
        for (var pages = 0; unknown.Count - next > ReadsPerPage && pages < unknown.Count / ReadsPerPage; pages++)
        {
            // Behind the last row of a page others may follow; what is missing before it is not there.
            var query = new RowQuery(ShardMap.Partition(shard), Keys.Job(tenant, unknown[next]), Keys.Job(tenant, unknown[^1]) + "-");
            var page = await storage.Tables.ReadAsync(query, cancellation);
            var found = page.Rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
            var last = page.Continuation is null || page.Rows.Count == 0 ? null : page.Rows[^1].Key;
            for (; next < unknown.Count && (last is null || string.CompareOrdinal(Keys.Job(tenant, unknown[next]), last) <= 0); next++)
            {
                await KeepAsync(tenant, unknown[next], found.GetValueOrDefault(Keys.Job(tenant, unknown[next])), now, cancellation);
            }
        }
    }

    private async ValueTask<CachedJob> KeepAsync(string tenant, string id, Row? row, DateTimeOffset readAt, CancellationToken cancellation)
    {
        var job = row is null || JobRow.IsDeleted(row) ? null : await JobRow.ReadAsync(tenant, id, row, storage, cancellation);
        var read = new CachedJob(job, readAt);
        if (_jobs.Count >= Largest)
        {
            _jobs.Clear();
        }

        _jobs[(tenant, id)] = read;
        return read;
    }
}

/// <param name="Job">Null: there is none.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record CachedJob(JobRecord? Job, DateTimeOffset ReadAt);
