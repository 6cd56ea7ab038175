using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>A record as it was found, for whoever decides what becomes of it.</summary>
/// <param name="Old">Null: there is none.</param>
/// <param name="Row">Its row; also that of a tombstone, whose columns may still count.</param>
/// <param name="Now">When it was read; the time of the change.</param>
/// <param name="Stamp">Unique to this try; good for the names of whatever is written with it.</param>
/// <param name="Try">Counts from 1.</param>
/// <param name="FailedKey">The row that stood in the way of the try before; null in the first.</param>
public sealed record RecordFound<T>(T? Old, Row? Row, DateTimeOffset Now, string Stamp, int Try, string? FailedKey)
    where T : StoredRecord;

/// <summary>What is to become of a record.</summary>
/// <param name="Record">As it shall be; null: it is deleted.</param>
/// <param name="Compose">
/// Adds what is to happen in the same commit: versions, alarms. Called with the columns of the record's row, those of a tombstone, or null
/// when the row is deleted; several times when the commit is repeated.
/// </param>
public sealed record RecordChange<T>(T? Record, Action<CommitDraft, Columns?>? Compose = null)
    where T : StoredRecord
{
    /// <summary>It stays as it is; nothing is written.</summary>
    public static readonly RecordChange<T> Nothing = new((T?)null);
}
