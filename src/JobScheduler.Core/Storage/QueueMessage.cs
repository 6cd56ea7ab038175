namespace JobScheduler.Storage;

/// <summary>A received message.</summary>
/// <param name="Id">Stays the same over all receives.</param>
/// <param name="Receipt">Valid until the message becomes visible again and is received by another, or is extended.</param>
/// <param name="Body">What was sent.</param>
/// <param name="DequeueCount">How often it was received, this time included.</param>
/// <param name="InsertedAt">When it was sent.</param>
public sealed record QueueMessage(string Id, string Receipt, string Body, int DequeueCount, DateTimeOffset InsertedAt);
