using JobScheduler.Text;

namespace JobScheduler.Runs;

/// <summary>What a target that completes by callback reports at the end.</summary>
/// <param name="Fence">Of the attempt; another one is refused.</param>
/// <param name="Succeeded">Or failed.</param>
/// <param name="Result">When it succeeded; null for none.</param>
/// <param name="Error">When it failed.</param>
/// <param name="Retryable">False: no further attempt.</param>
public sealed record Completion(long Fence, bool Succeeded, RawJson? Result, AttemptError? Error, bool Retryable = true);

/// <summary>A sign of life of a target that completes by callback.</summary>
public sealed record HeartbeatReport(long Fence, double? Progress, string? Message);
