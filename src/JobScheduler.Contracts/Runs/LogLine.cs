using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>A line of a run's log: written by an attempt, or told by the scheduler.</summary>
/// <param name="At">When it was written, or what it tells happened.</param>
/// <param name="Attempt">The attempt that it belongs to; 0: before the first.</param>
/// <param name="Level">How severe it is.</param>
/// <param name="Message">May contain text from the target: show it as plain text only.</param>
public sealed record LogLine(DateTimeOffset At, int Attempt, LogSeverity Level, string Message);

/// <summary>Part of a run's log.</summary>
/// <param name="Items">In the order in which they happened, by attempt.</param>
/// <param name="Next">Pass it as the parameter from to read on.</param>
/// <param name="Complete">True: the run has ended, and no more lines follow.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Items, long Next, bool Complete);

/// <summary>The level of a run's log line.</summary>
[JsonConverter(typeof(WordConverter<LogSeverity>))]
public enum LogSeverity
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    Debug = 0,
    Information,
    Warning,
    Error,
}
