using System.Globalization;

namespace JobScheduler.Storage.Sqlite;

internal sealed class SqliteQueues(SqliteStorage storage, TimeProvider time) : IQueueStore
{
    public async ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation)
    {
        StorageLimits.CheckMessage(queue, body, delay);
        await storage.Writer.WriteAsync(new MessageSend(queue, body, delay, cancellation));
    }

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        string queue, int max, TimeSpan visibility, CancellationToken cancellation)
    {
        StorageLimits.CheckReceive(queue, max, visibility);
        cancellation.ThrowIfCancellationRequested();

        // A look costs a reader a few microseconds; polling an empty queue must not keep the writer busy.
        return Head(queue) is null
            ? new(Array.Empty<QueueMessage>())
            : storage.Writer.WriteAsync(new MessageReceive(queue, max, visibility, cancellation));
    }

    public ValueTask<string?> ExtendAsync(
        string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        StorageLimits.CheckVisibility(visibility);
        return TryNumbers(messageId, receipt, out var id, out var number)
            ? storage.Writer.WriteAsync(new MessageExtend(queue, id, number, visibility, cancellation))
            : new((string?)null);
    }

    public ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        return TryNumbers(messageId, receipt, out var id, out var number)
            ? storage.Writer.WriteAsync(new MessageDelete(queue, id, number, cancellation))
            : new(false);
    }

    public ValueTask<long> CountAsync(string queue, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        cancellation.ThrowIfCancellationRequested();
        return new(storage.Readers.Read(queue, static (reader, asked) =>
        {
            using (reader.Count.Bind(1, asked).Begin())
            {
                return reader.Count.Step() ? reader.Count.Number(0) : 0;
            }
        }));
    }

    public ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        cancellation.ThrowIfCancellationRequested();
        return new(Head(queue));
    }

    // Ids and receipts that are not positive numbers were not issued here and belong to no message.
    private static bool TryNumbers(string messageId, string receipt, out long id, out long number)
    {
        number = 0;
        return long.TryParse(messageId, NumberStyles.None, CultureInfo.InvariantCulture, out id)
            && long.TryParse(receipt, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number > 0;
    }

    private DateTimeOffset? Head(string queue) => storage.Readers.Read(
        (queue, now: time.GetUtcNow().UtcTicks),
        static (reader, asked) =>
        {
            using (reader.Head.Bind(1, asked.queue).Bind(2, asked.now).Begin())
            {
                return reader.Head.Step() ? new DateTimeOffset(reader.Head.Number(0), TimeSpan.Zero) : (DateTimeOffset?)null;
            }
        });
}
