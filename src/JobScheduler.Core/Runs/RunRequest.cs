using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Runs;

/// <summary>A request for one run: of a job, or with its own target. Null takes the job's value, or the default.</summary>
public sealed record RunRequest
{
    /// <summary>The job; null when <see cref="Target"/> is given.</summary>
    public string? JobId { get; init; }

    public Target? Target { get; init; }

    public string? Name { get; init; }

    public RawJson? Input { get; init; }

    public Priority? Priority { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it is due; in the past means now. At most one of this and <see cref="After"/>.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Due this long after acceptance.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Only without a job.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Only without a job.</summary>
    public Timeouts? Timeouts { get; init; }

    /// <summary>Only without a job.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>
    /// Whether the overlap rule of the job's one schedule decides over it. Null or false: it does not. Only for a run of a job, now.
    /// </summary>
    public bool? ObeysOverlap { get; init; }

    /// <summary>1 to 200 printable ASCII characters; the same key and request give the same run.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>An accepted run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Replayed">True: it was accepted before under the same idempotency key.</param>
public sealed record AcceptedRun(Run Run, bool Replayed);

/// <summary>The outcome of one item of a bulk submission: one of the two is set.</summary>
public sealed record BulkOutcome(AcceptedRun? Accepted, RefusalException? Refusal);
