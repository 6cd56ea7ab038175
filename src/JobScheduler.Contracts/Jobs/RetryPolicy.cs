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

    /// <summary>How many attempts may fail before the run does. Lost and handed-back attempts do not count.</summary>
    [Range(1, MostAttempts)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How the delay between attempts grows.</summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>The delay after the first failure.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest delay, including one that a target asks for with Retry-After.</summary>
    [DurationRange("0s", "365d")]
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For the backoff "exponential": how many times as long each delay is as the one before.</summary>
    [Range(1, LargestFactor)]
    public double Factor { get; init; } = 2;

    /// <summary>The share of the delay by which chance may lengthen or shorten it.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; init; } = 0.2;

    /// <summary>For the backoff "list": the delays in order; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan>? Delays { get; init; }

    /// <summary>
    /// Failure names such as http:404, http:5xx, timeout, connection, or the type a handler gave; if given, only these are retried.
    /// </summary>
    public IReadOnlyList<string>? RetryOn { get; init; }

    /// <summary>Failure names that are never retried; takes precedence over <see cref="RetryOn"/>.</summary>
    public IReadOnlyList<string>? NeverOn { get; init; }
}

/// <summary>How the delay between attempts grows.</summary>
[JsonConverter(typeof(WordConverter<Backoff>))]
public enum Backoff
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>No delay.</summary>
    None = 0,

    /// <summary>The initial delay each time.</summary>
    Fixed,

    /// <summary>Initial delay × factor^(failures − 1), up to the maximum.</summary>
    Exponential,

    /// <summary>The listed delays in order; the last one repeats.</summary>
    List,
}
