namespace JobScheduler.Runs;

/// <summary>Fires that were missed while no clock was ticking, of which one run tells.</summary>
/// <param name="Count">How many, with the one that is run for them.</param>
/// <param name="First">The nominal time of the earliest.</param>
/// <param name="Last">The nominal time of the latest.</param>
public sealed record MissedFires(int Count, DateTimeOffset First, DateTimeOffset Last);
