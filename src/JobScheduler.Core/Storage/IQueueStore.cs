namespace JobScheduler.Storage;

/// <summary>
/// Queues with the semantics of Azure Storage Queues: at least once, roughly in order, invisible while being processed.
/// A queue exists from its first use.
/// </summary>
public interface IQueueStore
{
    /// <summary>Sends a message that stays until it is deleted.</summary>
    /// <param name="queue">Lower-case letters, digits and single dashes, 3 to 42 characters.</param>
    /// <param name="body">At most <see cref="StorageLimits.MessageBytes"/> as UTF-8.</param>
    /// <param name="delay">How long it stays invisible: cut down to whole seconds, at most 7 days.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation);

    /// <summary>
    /// Receives up to <paramref name="max"/> (at most 32) visible messages and hides them for <paramref name="visibility"/>: whole
    /// seconds, at least one.
    /// </summary>
    ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int max, TimeSpan visibility, CancellationToken cancellation);

    /// <summary>Hides a received message from now on for <paramref name="visibility"/>, cut down to whole seconds.</summary>
    /// <returns>The new receipt; null if the receipt is stale: the message was received by another, or deleted.</returns>
    ValueTask<string?> ExtendAsync(string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation);

    /// <summary>Deletes a received message.</summary>
    /// <returns>False if the receipt is stale.</returns>
    ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation);

    /// <summary>The approximate number of messages in the queue, including invisible ones.</summary>
    ValueTask<long> CountAsync(string queue, CancellationToken cancellation);

    /// <summary>When the message at the head of the queue was sent; null if none is visible.</summary>
    ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation);
}

/// <summary>A received message.</summary>
/// <param name="Id">The same for all receives.</param>
/// <param name="Receipt">Valid until the message becomes visible again and is received by another, or is extended.</param>
/// <param name="Body">What was sent.</param>
/// <param name="DequeueCount">How often it was received, including this time.</param>
/// <param name="InsertedAt">When it was sent.</param>
public sealed record QueueMessage(string Id, string Receipt, string Body, int DequeueCount, DateTimeOffset InsertedAt);
