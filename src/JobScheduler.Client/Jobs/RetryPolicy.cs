namespace JobScheduler.Client;

/// <summary>Whether and when a failed attempt is followed by another. What is null takes the server's default.</summary>
public sealed record RetryPolicy
{
    /// <summary>Attempts that may fail before the run does, 1 to 100. Lost and handed-back ones are not counted. Default 3.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Default exponential.</summary>
    public Backoff? Backoff { get; init; }

    /// <summary>Default 10 s.</summary>
    public TimeSpan? InitialDelay { get; init; }

    /// <summary>Upper bound of a delay, also of one that a target asks for with Retry-After. Default 10 min.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>Default 2.</summary>
    public double? Factor { get; init; }

    /// <summary>Share of the delay by which it is moved up or down, 0 to 1. Default 0.2.</summary>
    public double? Jitter { get; init; }

    /// <summary>For <see cref="Backoff.List"/>.</summary>
    public IReadOnlyList<TimeSpan>? Delays { get; init; }

    /// <summary>Names of failures, such as <c>http:5xx</c> or <c>timeout</c>; when given, only these are retried.</summary>
    public IReadOnlyList<string>? RetryOn { get; init; }

    /// <summary>Names of failures that are never retried; wins over <see cref="RetryOn"/>.</summary>
    public IReadOnlyList<string>? NeverOn { get; init; }
}
