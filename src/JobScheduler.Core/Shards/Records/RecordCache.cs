using System.Collections.Concurrent;
using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>
/// Records as they were read at most <see cref="Lifetime"/> ago. Writes of this process are seen at once; those of others within the
/// lifetime.
/// </summary>
public class RecordCache<T>(RecordRow<T> rows, IStorage storage, TimeProvider time)
    where T : StoredRecord
{
    /// <summary>The bound on staleness, stated to users: 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private const int Tries = 3;

    /// <summary>A page of 1,000 rows is worth so many reads of one.</summary>
    private const int ReadsPerPage = 4;

    private readonly ConcurrentDictionary<(string Tenant, string Id), CachedRecord<T>> _records = new();
    private readonly Lock _gate = new();
    private long _forgotten;

    /// <summary>So many records are kept; then all are forgotten.</summary>
    protected virtual int Largest => 10_000;

    /// <summary>
    /// The record, at most 5 s old; without one when there is none. Absence is asked for each time, unless its kind says otherwise:
    /// what was created a moment ago must be found.
    /// </summary>
    public async ValueTask<CachedRecord<T>> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        Known(tenant, id) ?? await ReadAsync(tenant, id, cancellation);

    /// <summary>The record as it is now.</summary>
    public async ValueTask<CachedRecord<T>> ReadAsync(string tenant, string id, CancellationToken cancellation)
    {
        var key = rows.KeyOf(tenant, id);
        for (var tries = 1; ; tries++)
        {
            var mark = Mark();
            var row = await key.GetAsync(storage, cancellation);
            var record = row is null ? null : await rows.ReadAsync(key, row, storage.Blobs, cancellation);

            // The blob of a definition that was replaced is deleted some seconds later: a slow reader then has an old row.
            if (record is not null || row is null || RecordRow.IsDeleted(row) || RecordRow.BlobOf(row) is null || tries == Tries)
            {
                return Keep(key, record, mark);
            }
        }
    }

    /// <summary>
    /// Reads those of the records that are not known well enough: one by one when they are few, else as the stretch of rows in which they
    /// lie, as long as that is the cheaper way.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="ids">Which.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask PrefetchAsync(string tenant, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var unknown = ids.Distinct(StringComparer.Ordinal).Where(id => Known(tenant, id) is null).Select(id => rows.KeyOf(tenant, id));
        foreach (var shard in unknown.GroupBy(key => key.Shard))
        {
            await PrefetchAsync([.. shard.OrderBy(key => key.Row, StringComparer.Ordinal)], cancellation);
        }
    }

    /// <summary>Forgets the record, because it was changed.</summary>
    public void Forget(string tenant, string id)
    {
        lock (_gate)
        {
            _forgotten++;
            _records.TryRemove((tenant, id), out _);
        }
    }

    private async ValueTask PrefetchAsync(List<RecordKey> unknown, CancellationToken cancellation)
    {
        var next = 0;
        for (var pages = 0; unknown.Count - next > ReadsPerPage && pages < unknown.Count / ReadsPerPage; pages++)
        {
            // Behind the last row of a page others may follow; what is missing before it is not there.
            var mark = Mark();
            var page = await storage.Tables.ReadAsync(
                new RowQuery(unknown[next].Partition, unknown[next].Row, unknown[^1].Row + "-"), cancellation);
            var found = page.Rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
            var last = page.Continuation is null || page.Rows.Count == 0 ? null : page.Rows[^1].Key;
            for (; next < unknown.Count && (last is null || string.CompareOrdinal(unknown[next].Row, last) <= 0); next++)
            {
                var row = found.GetValueOrDefault(unknown[next].Row);
                Keep(unknown[next], row is null ? null : await rows.ReadAsync(unknown[next], row, storage.Blobs, cancellation), mark);
            }
        }
    }

    private CachedRecord<T>? Known(string tenant, string id) =>
        _records.TryGetValue((tenant, id), out var cached)
        && (cached.Record is not null || rows.RemembersAbsence)
        && time.GetElapsedTime(cached.Since) < Lifetime
            ? cached
            : null;

    /// <summary>Taken before a read.</summary>
    private (DateTimeOffset At, long Since, long Forgotten) Mark() =>
        (time.GetUtcNow(), time.GetTimestamp(), Interlocked.Read(ref _forgotten));

    private CachedRecord<T> Keep(RecordKey key, T? record, (DateTimeOffset At, long Since, long Forgotten) mark)
    {
        var read = new CachedRecord<T>(record, mark.At) { Since = mark.Since };
        lock (_gate)
        {
            // What was read before somebody forgot may be what is to be forgotten.
            if (_forgotten == mark.Forgotten)
            {
                if (_records.Count >= Largest)
                {
                    _records.Clear();
                }

                _records[(key.Tenant, key.Id)] = read;
            }
        }

        return read;
    }
}

/// <summary>A record as it was read.</summary>
/// <param name="Record">Null: there is none.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record CachedRecord<T>(T? Record, DateTimeOffset ReadAt)
    where T : StoredRecord
{
    /// <summary>The same in the time provider's ticks, which no change of the clock moves.</summary>
    internal long Since { get; init; }
}
