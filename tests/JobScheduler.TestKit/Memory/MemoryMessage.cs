namespace JobScheduler.TestKit;

/// <summary>A message as it lies in a queue.</summary>
public sealed record MemoryMessage(string Id, string Body, DateTimeOffset InsertedAt, DateTimeOffset VisibleAt, int DequeueCount);
