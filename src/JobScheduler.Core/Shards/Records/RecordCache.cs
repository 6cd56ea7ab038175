using System.Collections.Concurrent;
using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>
/// Records as read at most <see cref="Lifetime"/> ago. Writes of this process are seen at once, those of others within the lifetime.
/// </summary>
public class RecordCache<T>(RecordRow<T> rows, IStorage storage, TimeProvider time)
    where T : StoredRecord
{
    /// <summary>The bound on staleness that users are promised: 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private const int Tries = 3;

    /// <summary>What is in blobs counts in bytes of JSON; texts take two bytes a character, and values of them as much again.</summary>
    private const int TextOfByte = 4;

    /// <summary>A page of 1,000 rows costs as much as this many reads of one row.</summary>
    private const int ReadsPerPage = 4;

    private readonly ConcurrentDictionary<(string Tenant, string Id), CachedRecord<T>> _records = new();
    private readonly Lock _gate = new();
    private long _forgotten;
    private long _bytes;

    /// <summary>This many records are kept; then all are dropped.</summary>
    protected virtual int Largest => 10_000;

    /// <summary>About so many bytes of records are kept, a 32nd of what the heap may take; then all are dropped.</summary>
    protected virtual long LargestBytes { get; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 32;

    /// <summary>
    /// The record, at most 5 s old; empty if there is none. Absence is not cached unless the kind says otherwise: a record created a
    /// moment ago must be found.
    /// </summary>
    public async ValueTask<CachedRecord<T>> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        Known(tenant, id) ?? await ReadAsync(tenant, id, cancellation);

    /// <summary>The current record.</summary>
    public async ValueTask<CachedRecord<T>> ReadAsync(string tenant, string id, CancellationToken cancellation)
    {
        var key = rows.KeyOf(tenant, id);
        for (var tries = 1; ; tries++)
        {
            var mark = Mark();
            var row = await key.GetAsync(storage, cancellation);
            var record = row is null ? null : await rows.ReadAsync(key, row, storage.Blobs, cancellation);

            // The blob of a replaced definition is deleted some seconds later; a slow reader may then have an old row.
            if (record is not null || row is null || RecordRow.IsDeleted(row) || RecordRow.BlobOf(row) is null || tries == Tries)
            {
                return Keep(key, row, record, mark);
            }
        }
    }

    /// <summary>
    /// Reads those records that are not cached: one by one if there are few, otherwise as a range of rows if that is cheaper.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ids">The records.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async ValueTask PrefetchAsync(string tenant, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var unknown = ids.Distinct(StringComparer.Ordinal).Where(id => Known(tenant, id) is null).Select(id => rows.KeyOf(tenant, id));
        foreach (var shard in unknown.GroupBy(key => key.Shard))
        {
            await PrefetchAsync([.. shard.OrderBy(key => key.Row, StringComparer.Ordinal)], cancellation);
        }
    }

    /// <summary>Drops the record, because it was changed.</summary>
    public void Forget(string tenant, string id)
    {
        lock (_gate)
        {
            _forgotten++;
            Remove((tenant, id));
        }
    }

    private async ValueTask PrefetchAsync(List<RecordKey> unknown, CancellationToken cancellation)
    {
        var next = 0;
        for (var pages = 0; unknown.Count - next > ReadsPerPage && pages < unknown.Count / ReadsPerPage; pages++)
        {
            // More rows may follow the last one of a page; what is missing before it does not exist.
            var mark = Mark();
            var page = await storage.Tables.ReadAsync(
                new RowQuery(unknown[next].Partition, unknown[next].Row, unknown[^1].Row + "-"), cancellation);
            var found = page.Rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
            var last = page.Continuation is null || page.Rows.Count == 0 ? null : page.Rows[^1].Key;
            for (; next < unknown.Count && (last is null || string.CompareOrdinal(unknown[next].Row, last) <= 0); next++)
            {
                var row = found.GetValueOrDefault(unknown[next].Row);
                var record = row is null ? null : await rows.ReadAsync(unknown[next], row, storage.Blobs, cancellation);
                Keep(unknown[next], row, record, mark);
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

    private CachedRecord<T> Keep(RecordKey key, Row? row, T? record, (DateTimeOffset At, long Since, long Forgotten) mark)
    {
        var read = new CachedRecord<T>(record, mark.At)
        {
            Since = mark.Since,
            Bytes = (row?.Columns.Size ?? 0) + (TextOfByte * (record?.InBlobs ?? 0)),
            IsUnreadable = record is null && row is not null && !RecordRow.IsDeleted(row),
        };
        lock (_gate)
        {
            // A read that began before someone dropped a record may have returned that record.
            if (_forgotten == mark.Forgotten)
            {
                if (record is null && !rows.RemembersAbsence)
                {
                    // Would never be used, and callers may ask for as many unknown ids as they like: known ones must stay.
                    Remove((key.Tenant, key.Id));
                    return read;
                }

                Remove((key.Tenant, key.Id));
                if (_records.Count >= Largest || _bytes + read.Bytes > LargestBytes)
                {
                    _records.Clear();
                    _bytes = 0;
                }

                _records[(key.Tenant, key.Id)] = read;
                _bytes += read.Bytes;
            }
        }

        return read;
    }

    private void Remove((string Tenant, string Id) key)
    {
        if (_records.TryRemove(key, out var removed))
        {
            _bytes -= removed.Bytes;
        }
    }
}

/// <summary>A record as read.</summary>
/// <param name="Record">Null: it does not exist, or cannot be read.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record CachedRecord<T>(T? Record, DateTimeOffset ReadAt)
    where T : StoredRecord
{
    /// <summary>
    /// Whether it exists and this version cannot read it: it was edited by hand, or a newer version wrote it, whose processes can. It must
    /// not be treated as deleted.
    /// </summary>
    public bool IsUnreadable { get; init; }

    /// <summary>The same in ticks of the time provider, which clock changes do not affect.</summary>
    internal long Since { get; init; }

    /// <summary>About how much memory it takes.</summary>
    internal long Bytes { get; init; }
}
