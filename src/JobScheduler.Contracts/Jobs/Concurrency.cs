using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// How many runs of a job may be under way at once. A run takes its place when it is due, and gives it back between attempts.
/// </summary>
public sealed record Concurrency
{
    public const int Most = 1000;
    public const int LongestPointer = 200;

    /// <summary>Runs at once: of the job, or of each value of key; null: no limit.</summary>
    [Range(1, Most)]
    public int? Max { get; init; }

    /// <summary>The id of a group, whose limit all its jobs share: PUT /groups/{id}. Null: none.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// A JSON pointer (RFC 6901) into the input, such as /customerId: max applies to each value by itself. A run whose input has no such
    /// member belongs to the empty value. Null: max applies to the job.
    /// </summary>
    [TextLength(LongestPointer)]
    public string? Key { get; init; }

    /// <summary>What happens to a run that is due while the limit is reached.</summary>
    public OnLimit OnLimit { get; init; } = OnLimit.Queue;
}

/// <summary>What happens to a run that is due while its limit is reached.</summary>
[JsonConverter(typeof(WordConverter<OnLimit>))]
public enum OnLimit
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>It waits, in order of due times.</summary>
    Queue = 0,

    /// <summary>It ends as skipped, with the reason concurrency.</summary>
    Skip,

    /// <summary>The oldest of those under way are canceled in its favor.</summary>
    CancelOldest,
}
