namespace JobScheduler.Client;

/// <summary>A line of a run's log.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Attempt">By which attempt.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Message">Text of the target: show it as text only.</param>
public sealed record LogLine(DateTimeOffset At, int Attempt, LogSeverity Level, string Message);
