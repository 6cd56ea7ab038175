namespace JobScheduler.Client;

/// <summary>A paused job accepts runs and holds them.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Note">Why, in their words.</param>
/// <param name="Until">When it resumes by itself; null: never.</param>
public sealed record JobPause(DateTimeOffset At, string By, string? Note, DateTimeOffset? Until);
