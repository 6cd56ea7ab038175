using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// What one caller wants to happen atomically in a shard. It may share a commit with other parts, and takes effect as a whole or not
/// at all.
/// </summary>
/// <param name="Compose">
/// Adds the operations to a draft. May be called several times (the commit was retried, or others were evicted), each time from
/// scratch, so it must reset its results. On its own it must fit into a commit.
/// </param>
/// <param name="Proof">How to find out whether the part took effect if storage did not say.</param>
/// <param name="Patience">How long transient faults are retried; zero: not at all.</param>
public sealed record CommitPart(Action<CommitDraft> Compose, Proof Proof, TimeSpan Patience)
{
    /// <summary>Whether the shard's clock commits it, which knows the alarms that it sets.</summary>
    public bool IsOfClock { get; init; }
}

/// <summary>A row that shows whether a commit with unknown outcome took effect.</summary>
/// <param name="Key">The row to read.</param>
/// <param name="Holds">
/// True: the commit took effect. False: it did not, or what it wrote has been superseded; then repeating it either does what
/// was meant or is refused.
/// </param>
public sealed record Proof(string Key, Func<Row?, bool> Holds)
{
    /// <summary>
    /// Whether others may have made it hold as well: then it proves nothing for other parts of the same commit, which are tried again.
    /// </summary>
    public bool IsWeak { get; init; }

    /// <summary>The row does not exist any more, whoever has deleted it.</summary>
    public static Proof Gone(string key) => new(key, row => row is null) { IsWeak = true };

    /// <summary>The row exists; for rows that only this part inserts.</summary>
    public static Proof Exists(string key) => new(key, row => row is not null);

    /// <summary>The row has the text in a column; for values that only this part writes.</summary>
    public static Proof HasText(string key, string column, string value) => new(key, row => row?.Columns.Text(column) == value);
}

/// <summary>The outcome of a part: everything, or nothing and the row that failed.</summary>
public sealed class PartOutcome
{
    private static readonly Dictionary<string, string> NoETags = [];

    private readonly Dictionary<string, string> _etags;

    private PartOutcome(Dictionary<string, string> etags, string? failedKey, CommitFailure failure, bool wasUnknown)
    {
        _etags = etags;
        FailedKey = failedKey;
        Failure = failure;
        WasUnknown = wasUnknown;
    }

    public bool Succeeded => FailedKey is null;

    /// <summary>The row that failed; null if the part took effect.</summary>
    public string? FailedKey { get; }

    public CommitFailure Failure { get; }

    /// <summary>
    /// Whether an earlier try had an unknown outcome. Then the part may have taken effect after all, too late to be proved or already
    /// superseded, and what it refers to must be kept.
    /// </summary>
    public bool WasUnknown { get; }

    /// <summary>The new ETag of a row; null if it is not known (the row was deleted, or the effect was proved by reading).</summary>
    public string? ETag(string key) => _etags.GetValueOrDefault(key);

    internal static PartOutcome Done(Dictionary<string, string>? etags) => new(etags ?? NoETags, null, default, false);

    internal static PartOutcome Refused(string key, CommitFailure failure, bool wasUnknown) =>
        new(NoETags, key, failure, wasUnknown);
}
