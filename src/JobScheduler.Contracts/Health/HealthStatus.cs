namespace JobScheduler;

/// <summary>Whether the process is alive, and whether it can work.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
public sealed record HealthStatus(string Status);
