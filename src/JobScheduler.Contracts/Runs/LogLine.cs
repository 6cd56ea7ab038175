using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>A line of a run's log.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Attempt">By which attempt.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Message">Text of the target: show it as text only.</param>
public sealed record LogLine(DateTimeOffset At, int Attempt, LogSeverity Level, string Message);

/// <summary>A stretch of a run's log.</summary>
/// <param name="Items">In the order in which they were written.</param>
/// <param name="Next">For the parameter from, to read what comes after.</param>
/// <param name="Complete">The run has ended and no line will follow.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Items, long Next, bool Complete);

/// <summary>The level of a run's log line.</summary>
[JsonConverter(typeof(WordConverter<LogSeverity>))]
public enum LogSeverity
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    Debug = 0,
    Information,
    Warning,
    Error,
}
