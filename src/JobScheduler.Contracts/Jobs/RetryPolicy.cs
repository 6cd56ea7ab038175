using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Whether and when a failed attempt is followed by another.</summary>
public sealed record RetryPolicy
{
    public const int MostAttempts = 100;
    public const int MostDelays = 100;
    public const int MostNames = 50;
    public const double LargestFactor = 100;

    /// <summary>Attempts that may fail before the run does. Lost and handed-back ones are not counted.</summary>
    [Range(1, MostAttempts)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How delays between attempts grow.</summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>The delay after the first failure.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Upper bound of a delay, also of one that a target asks for with Retry-After.</summary>
    [DurationRange("0s", "365d")]
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For the backoff "exponential": how much longer each delay is than the one before.</summary>
    [Range(1, LargestFactor)]
    public double Factor { get; init; } = 2;

    /// <summary>Share of the delay by which it is moved up or down.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; init; } = 0.2;

    /// <summary>For the backoff "list": the delays in turn; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan>? Delays { get; init; }

    /// <summary>
    /// Names of failures, such as http:404, http:5xx, timeout, connection, or the type a handler gave; when given, only these are retried.
    /// </summary>
    public IReadOnlyList<string>? RetryOn { get; init; }

    /// <summary>Names of failures that are never retried; wins over <see cref="RetryOn"/>.</summary>
    public IReadOnlyList<string>? NeverOn { get; init; }
}

/// <summary>How delays between attempts grow.</summary>
[JsonConverter(typeof(WordConverter<Backoff>))]
public enum Backoff
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>No delay.</summary>
    None = 0,

    /// <summary>The initial delay each time.</summary>
    Fixed,

    /// <summary>Initial delay × factor^(failures − 1), up to the maximum.</summary>
    Exponential,

    /// <summary>The listed delays in turn; the last one repeats.</summary>
    List,
}
