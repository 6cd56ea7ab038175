using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>A record as found, for whoever decides how it changes.</summary>
/// <param name="Old">Null: it does not exist.</param>
/// <param name="Row">Its row; may be that of a tombstone, whose columns may still matter.</param>
/// <param name="Now">When it was read; the time of the change.</param>
/// <param name="Stamp">Unique to this try; suitable for the names of whatever is written with it.</param>
/// <param name="Try">Counts from 1.</param>
/// <param name="FailedKey">The row that failed the previous try; null in the first.</param>
public sealed record RecordFound<T>(T? Old, Row? Row, DateTimeOffset Now, string Stamp, int Try, string? FailedKey)
    where T : StoredRecord;

/// <summary>How a record changes.</summary>
/// <param name="Record">The new record; null: it is deleted.</param>
/// <param name="Compose">
/// Adds whatever belongs to the same commit: versions, alarms. Called with the columns of the record's row, those of a tombstone, or null
/// if the row is deleted; called again if the commit is repeated.
/// </param>
public sealed record RecordChange<T>(T? Record, Action<CommitDraft, Columns?>? Compose = null)
    where T : StoredRecord
{
    /// <summary>No change; nothing is written.</summary>
    public static readonly RecordChange<T> Nothing = new((T?)null);
}

/// <summary>What must hold for a write to take effect: both conditions, judged in this order (RFC 9110, 13.2.2).</summary>
/// <param name="IfMatch">The record must exist and have one of these ETags (<see cref="StoredRecord.ETag"/>); null: any or none.</param>
/// <param name="IfNoneMatch">The record must not exist, or have none of these ETags; null: any.</param>
public sealed record WriteCondition(EntityTags? IfMatch = null, EntityTags? IfNoneMatch = null)
{
    public static readonly WriteCondition None = new();

    /// <summary>The record must not exist.</summary>
    public static readonly WriteCondition Absent = new(IfNoneMatch: EntityTags.Any);

    /// <param name="kind">What refusals call the record.</param>
    /// <param name="id">Its id.</param>
    /// <param name="etag">Its current ETag; null: it does not exist.</param>
    /// <exception cref="RefusalException">The condition does not hold.</exception>
    public void Check(string kind, string id, string? etag)
    {
        if (IfMatch?.FitStrongly(etag) == false)
        {
            throw new RefusalException(
                RefusalKind.Precondition, etag is null
                    ? $"{kind} '{id}' does not exist"
                    : $"{kind} '{id}' has changed in the meantime; read it again");
        }

        if (IfNoneMatch?.FitWeakly(etag) == true)
        {
            throw new RefusalException(
                RefusalKind.Precondition, IfNoneMatch.IsAny
                    ? $"{kind} '{id}' exists"
                    : $"{kind} '{id}' has one of the ETags that If-None-Match excludes");
        }
    }
}
