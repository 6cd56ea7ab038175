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

    private readonly ConcurrentDictionary<(string Tenant, string Id), CachedJob> _jobs = new();

    /// <summary>The job, at most 5 s old; null when there is none.</summary>
    public async ValueTask<CachedJob> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        _jobs.TryGetValue((tenant, id), out var cached) && time.GetUtcNow() - cached.ReadAt < Lifetime
            ? cached
            : await ReadAsync(tenant, id, cancellation);

    /// <summary>The job as it is now.</summary>
    public async ValueTask<CachedJob> ReadAsync(string tenant, string id, CancellationToken cancellation)
    {
        var readAt = time.GetUtcNow();
        var row = await storage.Tables.GetAsync(ShardMap.Partition(map.OfJob(tenant, id)), Keys.Job(tenant, id), cancellation);
        var job = row is null || JobRow.IsDeleted(row) ? null : await JobRow.ReadAsync(tenant, id, row, storage, cancellation);
        var read = new CachedJob(job, readAt);
        if (_jobs.Count >= Largest)
        {
            _jobs.Clear();
        }

        _jobs[(tenant, id)] = read;
        return read;
    }

    /// <summary>Forgets the job, because this process has written it.</summary>
    public void Forget(string tenant, string id) => _jobs.TryRemove((tenant, id), out _);
}

/// <param name="Job">Null: there is none.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record CachedJob(Job? Job, DateTimeOffset ReadAt);
