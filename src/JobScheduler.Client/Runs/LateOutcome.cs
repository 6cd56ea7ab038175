namespace JobScheduler.Client;

/// <summary>The outcome that a lost attempt reported too late.</summary>
public sealed record LateOutcome(DateTimeOffset At, AttemptOutcome Outcome, RunError? Error);
