using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>
/// The definitions of one kind: written conditionally, so that no change is lost and none is made twice. A change reads the record,
/// decides, and writes it under its ETag with a stamp as proof; if another write was faster, it starts again. Writers of one record take
/// turns within a process, so only the clock and other processes can be faster.
/// </summary>
public sealed class RecordStore<T>(
    RecordRow<T> rows, RecordCache<T> cache, RecordLists lists, IStorage storage, ShardWriter writer, Entropy entropy, TimeProvider time)
    where T : StoredRecord
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>However long they take.</summary>
    private const int FewestTries = 10;

    /// <summary>How long a change waits for its turn and tries again, together.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly RecordTurns _turns = new(time);

    /// <exception cref="RefusalException">It does not exist.</exception>
    public async Task<T> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        (await cache.ReadAsync(tenant, id, cancellation)).Record ?? throw RefusalException.NotFound(rows.Kind, id);

    /// <summary>Records of a tenant by id, merged over the shards.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">Selects records; null: all.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<Page<T>> ListAsync(string tenant, Func<T, bool>? filter, PageRequest page, CancellationToken cancellation)
    {
        var prefix = rows.PrefixOf(tenant);
        return await lists.ReadAsync(null, prefix, rows.Kind + "s", page, ReadAsync, cancellation);

        async ValueTask<T?> ReadAsync(Row row)
        {
            var record = await rows.ReadAsync(rows.KeyOf(tenant, row.Key[prefix.Length..]), row, storage.Blobs, cancellation);
            return record is not null && filter?.Invoke(record) != false ? record : null;
        }
    }

    /// <summary>Creates the record or changes it.</summary>
    /// <param name="by">The caller; recorded in the row.</param>
    /// <param name="key">The record.</param>
    /// <param name="condition">The condition for the write.</param>
    /// <param name="decide">Returns the new record; called in each try.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <param name="begin">Called before each try; throws if there is no room for the record. Null: no check.</param>
    /// <returns>What was written, or what was found if that did not change.</returns>
    /// <exception cref="RefusalException">The condition does not hold, or too many requests change the record at once.</exception>
    /// <exception cref="StorageException">Storage cannot take it now; with <see cref="StorageFault.Unknown"/> it may have.</exception>
    public async Task<Written<T>> PutAsync(
        Caller by,
        RecordKey key,
        WriteCondition condition,
        Func<RecordFound<T>, ValueTask<RecordChange<T>>> decide,
        CancellationToken cancellation,
        Func<Task>? begin = null) =>
        await WriteAsync(by, key, condition, decide, begin, Needs.Nothing, cancellation)
            ?? throw RefusalException.NotFound(rows.Kind, key.Name);

    /// <summary>As <see cref="PutAsync"/>, for a record that must exist; deciding for null deletes it.</summary>
    /// <returns>Null if it was deleted.</returns>
    /// <exception cref="RefusalException">
    /// It does not exist, the condition does not hold, or too many requests change it at once.
    /// </exception>
    /// <exception cref="StorageException">Storage cannot take it now; with <see cref="StorageFault.Unknown"/> it may have.</exception>
    public Task<Written<T>?> ChangeAsync(
        Caller by,
        RecordKey key,
        WriteCondition condition,
        Func<RecordFound<T>, ValueTask<RecordChange<T>>> decide,
        CancellationToken cancellation,
        Func<Task>? begin = null) =>
        WriteAsync(by, key, condition, decide, begin, Needs.Record, cancellation);

    /// <summary>
    /// Deletes the record, which is gone at once. Its definition is not read, so an unreadable record can be deleted.
    /// </summary>
    /// <param name="by">The caller; recorded in the tombstone.</param>
    /// <param name="key">The record.</param>
    /// <param name="condition">The condition for the write.</param>
    /// <param name="compose">Adds whatever belongs to the same commit.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <param name="check">Called after the condition in each try; throws if the record must not be deleted. Null: no check.</param>
    /// <exception cref="RefusalException">
    /// It does not exist, the condition does not hold, or too many requests change it at once.
    /// </exception>
    /// <exception cref="StorageException">Storage cannot take it now; with <see cref="StorageFault.Unknown"/> it may have.</exception>
    public Task DeleteAsync(
        Caller by,
        RecordKey key,
        WriteCondition condition,
        Action<CommitDraft, RecordFound<T>>? compose,
        CancellationToken cancellation,
        Func<Task>? check = null) =>
        WriteAsync(by, key, condition, async found =>
        {
            await (check?.Invoke() ?? Task.CompletedTask);
            return new RecordChange<T>(null, (draft, _) => compose?.Invoke(draft, found));
        }, null, Needs.Row, cancellation);

    private async Task<Written<T>?> WriteAsync(
        Caller by,
        RecordKey key,
        WriteCondition condition,
        Func<RecordFound<T>, ValueTask<RecordChange<T>>> decide,
        Func<Task>? begin,
        Needs needs,
        CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        using var turn = await _turns.TakeAsync(key, LongestChange, cancellation) ?? throw Crowded(key);
        string? failed = null;
        (T? Record, string Stamp, bool Created)? unproved = null;
        for (var tries = 1; ; tries++)
        {
            await (begin?.Invoke() ?? Task.CompletedTask);
            var now = Timestamp.Cut(time.GetUtcNow());
            var row = await key.GetAsync(storage, cancellation);
            if (unproved is { } written && row?.Columns.Text(RecordRow.StampColumn) == written.Stamp)
            {
                // The try before has taken effect after all, only later than it was looked for.
                return written.Record is null ? null : new Written<T>(WithETag(written.Record, rows.ETagOf(row)), written.Created);
            }

            var old = row is null || needs == Needs.Row ? null : await rows.ReadAsync(key, row, storage.Blobs, cancellation);
            var etag = needs != Needs.Row ? old?.ETag : row is null || RecordRow.IsDeleted(row) ? null : rows.ETagOf(row);
            if (etag is null && needs != Needs.Nothing)
            {
                throw RefusalException.NotFound(rows.Kind, key.Name);
            }

            condition.Check(rows.Kind, key.Name, etag);
            var stamp = entropy.NextName();
            var change = await decide(new RecordFound<T>(old, row, now, stamp, tries, failed));
            if (ReferenceEquals(change, RecordChange<T>.Nothing))
            {
                return old is null ? null : new Written<T>(old, Created: false);
            }

            var record = change.Record is null ? null : Complete(change.Record, old, by, key, now);
            var kept = record is not null && old is not null && rows.IsSame(old, record) ? RecordRow.BlobOf(row!) : null;
            var columns = record is not null ? await rows.WriteAsync(record, stamp, kept, storage.Blobs, cancellation)
                : row is null ? null
                : Tombstone(by, row, stamp, now);
            var outcome = await CommitAsync(key, row, columns, stamp, isDeletion: record is null, change.Compose);
            if (outcome.Succeeded)
            {
                return record is null
                    ? null
                    : new Written<T>(WithETag(record, await ETagAsync(key, outcome, stamp, cancellation)), old is null);
            }

            failed = outcome.FailedKey;
            if (outcome.WasUnknown)
            {
                unproved = (record, stamp, old is null);
            }
            else if (record is not null && columns!.Text(RecordRow.DefinitionBlobColumn) is { } blob && blob != kept)
            {
                await TryForgetAsync(blob);
            }

            if (tries >= FewestTries && time.GetElapsedTime(start) >= LongestChange)
            {
                throw Crowded(key);
            }

            await PauseAsync(tries, cancellation);
        }
    }

    private RefusalException Crowded(RecordKey key) => new(
        RefusalKind.Unavailable,
        $"{rows.Kind} '{key.Name}' is being changed by many requests at once; try again",
        retryAfter: TimeSpan.FromSeconds(1));

    /// <summary>Jittered, so that writers of several processes do not meet again. The first try to follow comes at once.</summary>
    private async Task PauseAsync(int tries, CancellationToken cancellation)
    {
        if (tries > 1)
        {
            var pause = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, tries - 2), LongestPause.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + entropy.NextShare())), time, cancellation);
        }
    }

    private static T WithETag(T record, string etag) => (T)((StoredRecord)record with { ETag = etag });

    /// <summary>The blob of a write that lost. What cannot be deleted stays behind; it must not be the answer to the next try.</summary>
    private async Task TryForgetAsync(string blob)
    {
        try
        {
            await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
        }
        catch (StorageException)
        {
            // Nothing refers to it.
        }
    }

    private static T Complete(T record, T? old, Caller by, RecordKey key, DateTimeOffset now) => (T)((StoredRecord)record with
    {
        Tenant = key.Tenant,
        Id = key.Name,
        CreatedBy = old?.CreatedBy ?? by.Actor,
        CreatedAt = old?.CreatedAt ?? now,
        UpdatedAt = record.UpdatedAt == default ? now : record.UpdatedAt,
        ChangedBy = by.Actor,
        ChangedAt = now,
    });

    private Columns? Tombstone(Caller by, Row row, string stamp, DateTimeOffset now) => rows.Tombstone(row)?
        .Merge(RecordRow.Changed(by.Actor, now))
        .Merge(new Columns { { RecordRow.DeletedColumn, (ColumnValue)now }, { RecordRow.StampColumn, stamp } });

    private async Task<PartOutcome> CommitAsync(
        RecordKey key, Row? row, Columns? columns, string stamp, bool isDeletion, Action<CommitDraft, Columns?>? compose)
    {
        var mayBeGone = isDeletion && (columns is null || rows.AbsenceProvesDeletion);
        var proof = new Proof(key.Row, found => found is null ? mayBeGone : found.Columns.Text(RecordRow.StampColumn) == stamp);
        try
        {
            return await writer.CommitAsync(key.Shard, new CommitPart(
                draft =>
                {
                    Write(draft, key, row, columns);
                    compose?.Invoke(draft, columns);
                },
                proof,
                Patience));
        }
        finally
        {
            // Even if the outcome is unknown.
            cache.Forget(key.Tenant, key.Id);
        }
    }

    private static void Write(CommitDraft draft, RecordKey key, Row? row, Columns? columns)
    {
        if (columns is null)
        {
            draft.Delete(key.Row, row?.ETag);
        }
        else if (row is null)
        {
            draft.Insert(key.Row, columns);
        }
        else
        {
            draft.Replace(key.Row, columns, row.ETag);
        }
    }

    private async ValueTask<string> ETagAsync(RecordKey key, PartOutcome outcome, string stamp, CancellationToken cancellation) =>
        rows.ShowsStamp ? stamp : outcome.ETag(key.Row) ?? (await key.GetAsync(storage, cancellation))?.ETag ?? "";

    /// <summary>What must exist for a write.</summary>
    private enum Needs
    {
        Nothing,

        /// <summary>A row that is not a tombstone; its definition is not read.</summary>
        Row,
        Record,
    }
}
