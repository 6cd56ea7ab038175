using Azure;
using Azure.Storage.Queues;

namespace JobScheduler.Storage.Azure;

internal sealed class AzureQueues(AzureClients clients, AzureCalls calls) : IQueueStore
{
    // Never. With the default of the service, 7 days, a message delayed by as much would be lost.
    private static readonly TimeSpan Unlimited = TimeSpan.FromSeconds(-1);

    public async ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation)
    {
        StorageLimits.CheckMessage(queue, body, delay);
        var (client, text, hidden) = (clients.Queue(queue), MessageText.Encode(body), StorageLimits.CutToSeconds(delay));
        await AzureCalls.OnceAsync(
            AzurePart.Queue,
            () => OnExistingAsync(client, () => client.SendMessageAsync(text, hidden, Unlimited, cancellation), cancellation),
            cancellation);
    }

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int max, TimeSpan visibility, CancellationToken cancellation)
    {
        StorageLimits.CheckReceive(queue, max, visibility);
        var (client, hidden) = (clients.Queue(queue), StorageLimits.CutToSeconds(visibility));

        // Not repeated: the messages of a lost response are hidden now, and become visible again by themselves.
        return AzureCalls.OnceAsync(AzurePart.Queue, ReceiveAsync, cancellation);

        async Task<IReadOnlyList<QueueMessage>> ReceiveAsync()
        {
            var received = await OnExistingAsync(client, () => client.ReceiveMessagesAsync(max, hidden, cancellation), cancellation);
            return [.. received.Value.Select(message => new QueueMessage(
                message.MessageId,
                message.PopReceipt,
                MessageText.Decode(message.MessageText),
                (int)message.DequeueCount,
                message.InsertedOn ?? default))];
        }
    }

    public ValueTask<string?> ExtendAsync(
        string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        StorageLimits.CheckVisibility(visibility);
        var (client, hidden) = (clients.Queue(queue), StorageLimits.CutToSeconds(visibility));
        return IsNone(messageId, receipt) ? new((string?)null) : AzureCalls.OnceAsync(AzurePart.Queue, ExtendAsync, cancellation);

        async Task<string?> ExtendAsync()
        {
            try
            {
                return (await client.UpdateMessageAsync(messageId, receipt, (string?)null, hidden, cancellation)).Value.PopReceipt;
            }
            catch (RequestFailedException error) when (IsStale(error))
            {
                return null;
            }
        }
    }

    public ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        var client = clients.Queue(queue);
        return IsNone(messageId, receipt) ? new(false) : AzureCalls.OnceAsync(AzurePart.Queue, DeleteAsync, cancellation);

        async Task<bool> DeleteAsync()
        {
            try
            {
                await client.DeleteMessageAsync(messageId, receipt, cancellation);
                return true;
            }
            catch (RequestFailedException error) when (IsStale(error))
            {
                return false;
            }
        }
    }

    public ValueTask<long> CountAsync(string queue, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        var client = clients.Queue(queue);
        return calls.ReadAsync(
            AzurePart.Queue,
            async () => (await OnExistingAsync(client, () => client.GetPropertiesAsync(cancellation), cancellation))
                .Value.ApproximateMessagesCountLong,
            cancellation);
    }

    public ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        var client = clients.Queue(queue);
        return calls.ReadAsync(
            AzurePart.Queue,
            async () => (await OnExistingAsync(client, () => client.PeekMessageAsync(cancellation), cancellation)).Value?.InsertedOn,
            cancellation);
    }

    /// <summary>A queue is created at its first use, also after somebody has deleted it.</summary>
    private static async Task<T> OnExistingAsync<T>(QueueClient client, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException error) when (error is { Status: 404, ErrorCode: "QueueNotFound" })
        {
            await client.CreateIfNotExistsAsync(null, cancellation);
            return await call();
        }
    }

    private static bool IsNone(string messageId, string receipt) => messageId.Length == 0 || receipt.Length == 0;

    // With the codes after the first two the service says that it cannot have given out such a receipt, or such an id.
    private static bool IsStale(RequestFailedException error) => (error.Status, error.ErrorCode) is
        (404, "MessageNotFound" or "QueueNotFound" or "ResourceNotFound")
        or (400, "PopReceiptMismatch" or "InvalidQueryParameterValue" or "OutOfRangeQueryParameterValue" or "InvalidUri");
}
