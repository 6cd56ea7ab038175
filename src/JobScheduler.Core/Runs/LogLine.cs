using JobScheduler.Execution;

namespace JobScheduler.Runs;

/// <summary>A line of a run's log.</summary>
public sealed record LogLine(DateTimeOffset At, int Attempt, LogSeverity Level, string Message);

/// <summary>A stretch of a run's log.</summary>
/// <param name="Lines">In the order in which they were written.</param>
/// <param name="Next">Where to go on reading.</param>
/// <param name="Complete">True: the run has ended and no line will follow.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, long Next, bool Complete);
