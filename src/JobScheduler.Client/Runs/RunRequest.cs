using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>A request for one run: of a job (<see cref="JobId"/>), or with a <see cref="Target"/> of its own. Null takes the job's value, or the default.</summary>
public sealed record RunRequest
{
    /// <summary>The job; null when <see cref="Target"/> is given.</summary>
    public string? JobId { get; init; }

    public Target? Target { get; init; }

    /// <summary>Only without a job.</summary>
    public string? Name { get; init; }

    /// <summary><see cref="RunInput"/> makes one.</summary>
    public JsonElement? Input { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>Added to the job's.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When it is due; in the past means now. At most one of this and <see cref="After"/>.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Due this long after acceptance.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Only of a job.</summary>
    public OverlapChoice? Overlap { get; init; }

    /// <summary>Only without a job.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Only without a job.</summary>
    public Timeouts? Timeouts { get; init; }

    /// <summary>Only without a job.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>
    /// 1 to 200 printable ASCII characters; the same key and request give the same run for 24 h at least, another request is refused.
    /// Null lets the client make one, so that its own repeats cannot double the run. Give one that follows from your data (an order
    /// number) so that those of your process cannot either.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}
