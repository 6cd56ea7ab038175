namespace JobScheduler.Client;

/// <summary>A sign of life of a target that completes by callback.</summary>
/// <param name="Fence">Of the attempt, from the header <c>JobScheduler-Fence</c>.</param>
/// <param name="Progress">0 to 1; null when unknown.</param>
/// <param name="Message">For people.</param>
public sealed record HeartbeatReport(long Fence, double? Progress = null, string? Message = null);
