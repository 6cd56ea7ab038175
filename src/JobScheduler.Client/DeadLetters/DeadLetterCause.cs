namespace JobScheduler.Client;

/// <summary>What dead letters have in common.</summary>
/// <param name="Id">Stable; for filters.</param>
/// <param name="Title">For people.</param>
public sealed record DeadLetterCause(string Id, string Title);
