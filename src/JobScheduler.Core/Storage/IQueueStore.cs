namespace JobScheduler.Storage;

/// <summary>
/// Queues with the semantics of Azure Storage Queues: at least once, roughly in order, invisible while being worked on.
/// A queue exists from its first use.
/// </summary>
public interface IQueueStore
{
    /// <summary>Sends a message that stays until it is deleted.</summary>
    /// <param name="queue">Lower-case letters, digits and single dashes, 3 to 42 characters.</param>
    /// <param name="body">At most <see cref="StorageLimits.MessageBytes"/> as UTF-8.</param>
    /// <param name="delay">How long it stays invisible: cut down to whole seconds, at most 7 days.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation);

    /// <summary>
    /// Takes up to <paramref name="max"/> (at most 32) visible messages and hides them for <paramref name="visibility"/>: whole
    /// seconds, at least one.
    /// </summary>
    ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int max, TimeSpan visibility, CancellationToken cancellation);

    /// <summary>Hides a received message from now on for <paramref name="visibility"/>, cut down to whole seconds.</summary>
    /// <returns>The new receipt; null when the receipt is stale: the message was taken by another receiver, or deleted.</returns>
    ValueTask<string?> ExtendAsync(string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation);

    /// <summary>Deletes a received message.</summary>
    /// <returns>False when the receipt is stale.</returns>
    ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation);

    /// <summary>About how many messages the queue holds, invisible ones included.</summary>
    ValueTask<long> CountAsync(string queue, CancellationToken cancellation);

    /// <summary>When the message at the head of the queue was sent; null when none is visible.</summary>
    ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation);
}

/// <summary>A received message.</summary>
/// <param name="Id">Stays the same over all receives.</param>
/// <param name="Receipt">Valid until the message becomes visible again and is received by another, or is extended.</param>
/// <param name="Body">What was sent.</param>
/// <param name="DequeueCount">How often it was received, this time included.</param>
/// <param name="InsertedAt">When it was sent.</param>
public sealed record QueueMessage(string Id, string Receipt, string Body, int DequeueCount, DateTimeOffset InsertedAt);
