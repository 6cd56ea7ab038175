using JobScheduler.DeadLetters;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>Brings the messages of one poison queue to the <see cref="PoisonReader"/>, in processes that have no queue trigger.</summary>
public sealed partial class PoisonPump(
    string queue, PoisonReader reader, IStorage storage, QueueSignals signals, TimeProvider time, ILogger<PoisonPump> logger)
{
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await ReceiveAsync(stopping) == 0)
                {
                    await signals.Of(queue).WaitAsync(Idle, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogFailed(logger, error, queue);
                await Task.WhenAny(Task.Delay(Idle, time, stopping));
            }
        }
    }

    /// <summary>Deals with what is there now.</summary>
    /// <returns>How many messages that was.</returns>
    public async Task<int> ReceiveAsync(CancellationToken stopping)
    {
        var messages = await storage.Queues.ReceiveAsync(queue, StorageLimits.MessagesPerReceive, Visibility, stopping);
        foreach (var message in messages)
        {
            // An exception leaves this message and those behind it to a later receive; nothing is ever thrown away here.
            await reader.ReadAsync(queue, message.Body);
            await storage.Queues.DeleteAsync(queue, message.Id, message.Receipt, CancellationToken.None);
        }

        return messages.Count;
    }

    [LoggerMessage(1161, LogLevel.Error, "Queue {Queue} could not be dealt with; its messages come back")]
    private static partial void LogFailed(ILogger logger, Exception error, string queue);
}
