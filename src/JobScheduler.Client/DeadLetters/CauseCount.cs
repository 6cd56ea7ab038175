namespace JobScheduler.Client;

/// <summary>How often a cause occurs.</summary>
/// <param name="Id">For filters.</param>
/// <param name="Title">For people.</param>
/// <param name="Count">How often.</param>
/// <param name="First">The oldest.</param>
/// <param name="Last">The newest.</param>
public sealed record CauseCount(string Id, string Title, int Count, DateTimeOffset First, DateTimeOffset Last);
