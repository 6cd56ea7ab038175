using JobScheduler.DeadLetters;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>All pumps of a process, and its graceful stop.</summary>
public sealed class QueuePumps(
    MessageExecutor executor,
    PoisonReader poison,
    ExecutionPlaces places,
    HandBack handBack,
    IStorage storage,
    QueueSignals signals,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <summary>One for each queue of runs.</summary>
    public IReadOnlyList<QueuePump> Runs { get; } =
    [
        .. QueueNames.Executed.Select(queue => Create(queue, executor, poison, places, storage, signals, time, loggers)),
    ];

    /// <summary>One for each poison queue.</summary>
    public IReadOnlyList<PoisonPump> Poison { get; } =
    [
        .. QueueNames.Executed.Select(queue =>
            new PoisonPump(QueueNames.Poison(queue), poison, storage, signals, time, loggers.CreateLogger<PoisonPump>())),
    ];

    /// <summary>Another one for a queue of runs, for a short while.</summary>
    public QueuePump Create(string queue) => Create(queue, executor, poison, places, storage, signals, time, loggers);

    /// <summary>The one for a queue of runs.</summary>
    public QueuePump Of(string queue) => Runs[QueueNames.Executed.Index().First(one => one.Item == queue).Index];

    private static QueuePump Create(
        string queue,
        MessageExecutor executor,
        PoisonReader poison,
        ExecutionPlaces places,
        IStorage storage,
        QueueSignals signals,
        TimeProvider time,
        ILoggerFactory loggers) =>
        new(queue, executor, poison, places, storage, signals, time, loggers.CreateLogger<QueuePump>());

    /// <summary>
    /// Works until told to stop. Then takes nothing new, lets running work go on for the grace period, and hands back what has
    /// not ended by then.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pumps = Task.WhenAll([.. Runs.Select(pump => pump.RunAsync(stopping)), .. Poison.Select(pump => pump.RunAsync(stopping))]);
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.Register(stop.SetResult);
        await Task.WhenAny(pumps, OnContext.FollowAsync(stop.Task));
        await handBack.WhenDoneAsync(pumps);
    }
}

/// <summary>The end of a stop: running work may go on for the grace period, then what is left is handed back.</summary>
public sealed class HandBack(LeaseKeeper leases, StopNotice notice, ExecutionOptions options, TimeProvider time)
{
    /// <summary>Returns when the work has ended and is written. Nothing more may be claimed by then.</summary>
    public async Task WhenDoneAsync(Task work)
    {
        notice.Give();
        using var grace = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(options.GracePeriod, time, grace.Token), OnContext.FollowAsync(notice.Hurried));
        grace.Cancel();
        leases.HandBack();
        await work;
    }
}

/// <summary>Brings the messages of one poison queue to the <see cref="PoisonReader"/>.</summary>
public sealed class PoisonPump(
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
                logger.PoisonQueueFailed(error, queue);
                await Task.WhenAny(Task.Delay(Idle, time, stopping));
            }
        }
    }

    /// <summary>Handles the messages that are there now.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ReceiveAsync(CancellationToken stopping)
    {
        var messages = await storage.Queues.ReceiveAsync(queue, StorageLimits.MessagesPerReceive, Visibility, stopping);
        foreach (var message in messages)
        {
            await ReadAsync(message);
        }

        return messages.Count;
    }

    /// <summary>Handles what the queue holds now. An error of storage is logged: the messages come back.</summary>
    public async Task DrainAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested && await ReceiveAsync(stopping) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        catch (StorageException error)
        {
            logger.PoisonQueueFailed(error, queue);
        }
    }

    /// <exception cref="StorageException">Storage fails: this message and those after it are left to a later receive.</exception>
    private async Task ReadAsync(QueueMessage message)
    {
        try
        {
            await reader.ReadAsync(queue, message.Body);
            await storage.Queues.DeleteAsync(queue, message.Id, message.Receipt, CancellationToken.None);
        }
        catch (Exception error) when (error is not StorageException)
        {
            // It comes back; those behind it must not wait for it. Nothing is ever thrown away here.
            logger.MessageFailed(error, message.Id, queue);
        }
    }
}
