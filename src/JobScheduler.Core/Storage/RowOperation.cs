namespace JobScheduler.Storage;

/// <summary>What an operation of a commit does to its row.</summary>
public enum RowAction
{
    /// <summary>Creates the row; fails with <see cref="CommitFailure.Exists"/> if it exists.</summary>
    Insert,

    /// <summary>Replaces all columns; fails with <see cref="CommitFailure.Missing"/> or <see cref="CommitFailure.Changed"/>.</summary>
    Replace,

    /// <summary>Replaces the given columns and keeps the others; fails like a replace.</summary>
    Merge,

    /// <summary>Deletes the row; fails like a replace.</summary>
    Delete,

    /// <summary>Creates the row, or replaces the given columns and keeps the others; never fails, and takes no ETag.</summary>
    Upsert,
}

/// <summary>One operation of a commit.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Key">The row.</param>
/// <param name="Columns">The columns to write; none for a delete.</param>
/// <param name="ETag">The version the row must have; null for any.</param>
public sealed record RowOperation(RowAction Action, string Key, Columns Columns, string? ETag)
{
    /// <summary>Bytes that the operation counts towards the limits.</summary>
    public int Size { get; } = 2 * Key.Length + 16 + Columns.Sum(column => 2 * column.Key.Length + 8 + column.Value.Size);

    public static RowOperation Insert(string key, Columns columns) => new(RowAction.Insert, key, columns, null);

    public static RowOperation Replace(string key, Columns columns, string? etag = null) => new(RowAction.Replace, key, columns, etag);

    public static RowOperation Merge(string key, Columns columns, string? etag = null) => new(RowAction.Merge, key, columns, etag);

    public static RowOperation Upsert(string key, Columns columns) => new(RowAction.Upsert, key, columns, null);

    public static RowOperation Delete(string key, string? etag = null) => new(RowAction.Delete, key, Columns.None, etag);
}

/// <summary>Why an operation, and with it its commit, did not take effect.</summary>
public enum CommitFailure
{
    /// <summary>The row to insert already exists.</summary>
    Exists,

    /// <summary>The row to change or delete does not exist.</summary>
    Missing,

    /// <summary>The row has another ETag.</summary>
    Changed,
}

/// <summary>The outcome of a commit: everything, or nothing and the first operation that failed.</summary>
public sealed class CommitResult
{
    private CommitResult(IReadOnlyList<string?> etags, int failedIndex, CommitFailure failure)
    {
        ETags = etags;
        FailedIndex = failedIndex;
        Failure = failure;
    }

    public bool Succeeded => FailedIndex < 0;

    /// <summary>The new ETag of each operation's row, null for deletes. Empty if the commit failed.</summary>
    public IReadOnlyList<string?> ETags { get; }

    /// <summary>The index of the operation that failed; −1 if all succeeded.</summary>
    public int FailedIndex { get; }

    /// <summary>Why it failed; meaningless if all succeeded.</summary>
    public CommitFailure Failure { get; }

    public static CommitResult Success(IReadOnlyList<string?> etags) => new(etags, -1, default);

    public static CommitResult Failed(int index, CommitFailure failure) => new([], index, failure);
}
