namespace JobScheduler.Execution;

/// <summary>The name of this process, in attempts, locks and logs.</summary>
/// <param name="Id">Machine name and a random part, or what is configured.</param>
public sealed record NodeIdentity(string Id);
