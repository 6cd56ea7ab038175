using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>What became of a part: all of it, or nothing and the row that stood in the way.</summary>
public sealed class PartOutcome
{
    private static readonly Dictionary<string, string> NoETags = [];

    private readonly Dictionary<string, string> _etags;

    private PartOutcome(Dictionary<string, string> etags, string? failedKey, CommitFailure failure)
    {
        _etags = etags;
        FailedKey = failedKey;
        Failure = failure;
    }

    public bool Succeeded => FailedKey is null;

    /// <summary>The row that failed; null when the part took effect.</summary>
    public string? FailedKey { get; }

    public CommitFailure Failure { get; }

    /// <summary>The new ETag of a row; null when it is not known (deleted, or the effect was proved by reading).</summary>
    public string? ETag(string key) => _etags.GetValueOrDefault(key);

    internal static PartOutcome Done(Dictionary<string, string>? etags) => new(etags ?? NoETags, null, default);

    internal static PartOutcome Refused(string key, CommitFailure failure) => new(NoETags, key, failure);
}
