namespace JobScheduler.Storage;

/// <summary>
/// Rows in partitions, with the semantics of Azure Tables: what changes together is in one partition and changes in one commit.
/// Drivers add nothing to these semantics; the conformance suite checks all of them.
/// </summary>
/// <remarks>
/// Reads see every commit acknowledged before they began. All members throw <see cref="StorageException"/> for storage
/// failures, and <see cref="ArgumentException"/> for requests beyond <see cref="StorageLimits"/>.
/// </remarks>
public interface ITableStore
{
    /// <summary>The row, or null if there is none.</summary>
    ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation);

    /// <summary>One page of the rows of a partition, in ordinal order of their keys.</summary>
    ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation);

    /// <summary>
    /// Applies all operations, or none. Up to <see cref="StorageLimits.OperationsPerCommit"/> operations of one partition,
    /// each row at most once.
    /// </summary>
    /// <returns>The new ETags in the order of the operations, or the index and reason of the operation that failed.</returns>
    /// <exception cref="StorageException">
    /// With <see cref="StorageFault.Unknown"/>: the commit may or may not have taken effect; the caller finds out by reading the row.
    /// </exception>
    ValueTask<CommitResult> CommitAsync(string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation);
}
