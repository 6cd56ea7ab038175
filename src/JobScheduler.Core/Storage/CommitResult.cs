namespace JobScheduler.Storage;

/// <summary>Why an operation, and with it its commit, did not take effect.</summary>
public enum CommitFailure
{
    /// <summary>The row to insert is there already.</summary>
    Exists,

    /// <summary>The row to change or delete is not there.</summary>
    Missing,

    /// <summary>The row has another ETag.</summary>
    Changed,
}

/// <summary>The outcome of a commit: all of it, or nothing and the first operation that stood in the way.</summary>
public sealed class CommitResult
{
    private CommitResult(IReadOnlyList<string?> etags, int failedIndex, CommitFailure failure)
    {
        ETags = etags;
        FailedIndex = failedIndex;
        Failure = failure;
    }

    public bool Succeeded => FailedIndex < 0;

    /// <summary>The new ETag of each operation's row, null for deletes. Empty when the commit failed.</summary>
    public IReadOnlyList<string?> ETags { get; }

    /// <summary>The operation that failed; −1 when all succeeded.</summary>
    public int FailedIndex { get; }

    /// <summary>Why it failed; of no meaning when all succeeded.</summary>
    public CommitFailure Failure { get; }

    public static CommitResult Success(IReadOnlyList<string?> etags) => new(etags, -1, default);

    public static CommitResult Failed(int index, CommitFailure failure) => new([], index, failure);
}
