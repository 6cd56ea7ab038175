namespace JobScheduler.Execution;

/// <summary>A queue message that this version cannot read; it belongs on the poison queue.</summary>
public sealed class UnreadableMessageException(string queue) : Exception($"a message of queue {queue} is not one of this version's");
