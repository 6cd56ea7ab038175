using System.Text;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>One try of a run.</summary>
public sealed record Attempt
{
    /// <summary>Counts from 1, without gaps.</summary>
    public required int Number { get; init; }

    /// <summary>Rises with each attempt; a target that remembers the highest can refuse a lost attempt that wakes up.</summary>
    public required long Fence { get; init; }

    public required string NodeId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public AttemptOutcome? Outcome { get; init; }

    public AttemptError? Error { get; init; }

    /// <summary>The delay before the next attempt; null: there is none.</summary>
    public TimeSpan? NextDelay { get; init; }

    /// <summary>What a lost attempt reported after it had been given up; refused, and recorded here.</summary>
    public LateOutcome? Late { get; init; }
}

/// <summary>The outcome that a lost attempt reported too late.</summary>
public sealed record LateOutcome(DateTimeOffset At, AttemptOutcome Outcome, AttemptError? Error);

/// <summary>How an attempt ended.</summary>
[JsonConverter(typeof(WordConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    Succeeded = 0,
    Failed,
    TimedOut,
    Canceled,

    /// <summary>Its lease ran out: the executor is gone. Counted separately from failures.</summary>
    Lost,

    /// <summary>Its executor stopped and gave it back. Not counted.</summary>
    HandedBack,
}

/// <summary>Why an attempt did not succeed.</summary>
/// <param name="Type">
/// The name that retry policies match: http:404, timeout, heartbeat, connection, lost, refused, or the type a handler gave.
/// </param>
/// <param name="Message">
/// Human-readable; at most 2,000 characters, without hidden and control characters except line feeds and tabs.
/// </param>
public sealed record AttemptError(string Type, string Message = "")
{
    private const int Longest = 2000;

    /// <summary>
    /// An error whose texts are cut to what rows hold and cleaned of <see cref="HiddenCharacters"/>: of control characters a space
    /// remains, of others U+FFFD.
    /// </summary>
    public static AttemptError Of(string type, string? message) => new(Clean(type, 100), Clean(message ?? "", Longest));

    private static string Clean(string text, int length)
    {
        var cut = text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
        if (HiddenCharacters.FirstIn(cut, lines: true) is null && !cut.Contains('\r', StringComparison.Ordinal))
        {
            return cut;
        }

        var clean = new StringBuilder(cut.Length);
        var done = 0;
        while (HiddenCharacters.FirstIn(cut, done) is { } hidden)
        {
            clean.Append(cut, done, hidden.Index - done)
                .Append(hidden.Code is '\n' or '\t' ? (char)hidden.Code : hidden.IsControl ? ' ' : '\uFFFD');
            done = hidden.Index + hidden.Length;
        }

        return clean.Append(cut, done, cut.Length - done).ToString();
    }
}

/// <summary>The failure names that the scheduler itself gives.</summary>
public static class FailureNames
{
    public const string Timeout = "timeout";
    public const string Heartbeat = "heartbeat";
    public const string Connection = "connection";
    public const string Lost = "lost";
    public const string Refused = "refused";

    /// <summary>For example <c>http:404</c>.</summary>
    public static string Http(int status) => $"http:{status.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
