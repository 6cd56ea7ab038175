namespace JobScheduler.Client;

/// <summary>A stretch of a run's log.</summary>
/// <param name="Items">In the order in which they were written.</param>
/// <param name="Next">Where to go on reading.</param>
/// <param name="Complete">The run has ended and no line will follow.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Items, long Next, bool Complete);
