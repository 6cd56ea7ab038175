namespace JobScheduler.Client;

/// <summary>The answer to a sign of life.</summary>
/// <param name="CancelRequested">The target should stop.</param>
public sealed record HeartbeatAnswer(bool CancelRequested);
