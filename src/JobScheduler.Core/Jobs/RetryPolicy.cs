namespace JobScheduler.Jobs;

/// <summary>How delays between attempts grow.</summary>
public enum Backoff
{
    /// <summary>No delay.</summary>
    None,

    /// <summary>The initial delay each time.</summary>
    Fixed,

    /// <summary>Initial delay × factor^(failures − 1), up to the maximum.</summary>
    Exponential,

    /// <summary>The listed delays in turn; the last one repeats.</summary>
    List,
}

/// <summary>Whether and when a failed attempt is followed by another.</summary>
public sealed record RetryPolicy
{
    /// <summary>Attempts that may fail before the run does, 1 to 100. Lost and handed-back ones are not counted.</summary>
    public int MaxAttempts { get; init; } = 3;

    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>Default 10 s.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Upper bound of a delay, also of one that a target asks for with Retry-After. Default 10 min.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(10);

    public double Factor { get; init; } = 2;

    /// <summary>Share of the delay by which it is moved up or down, 0 to 1.</summary>
    public double Jitter { get; init; } = 0.2;

    public IReadOnlyList<TimeSpan>? Delays { get; init; }

    /// <summary>Names of failures; when given, only these are retried.</summary>
    public IReadOnlyList<string>? RetryOn { get; init; }

    /// <summary>Names of failures that are never retried; wins over <see cref="RetryOn"/>.</summary>
    public IReadOnlyList<string>? NeverOn { get; init; }
}
