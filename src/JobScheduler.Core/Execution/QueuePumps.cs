using JobScheduler.DeadLetters;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>All pumps of a process, and its graceful stop.</summary>
public sealed class QueuePumps(
    MessageExecutor executor, PoisonReader poison, WorkerSlots slots, HandBack handBack, IStorage storage, QueueSignals signals, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>One for each queue of runs.</summary>
    public IReadOnlyList<QueuePump> Runs { get; } =
        [.. QueueNames.Executed.Select(queue => new QueuePump(queue, executor, slots, storage, signals, time, loggers.CreateLogger<QueuePump>()))];

    /// <summary>One for each poison queue.</summary>
    public IReadOnlyList<PoisonPump> Poison { get; } =
        [.. QueueNames.Executed.Select(queue => new PoisonPump(QueueNames.Poison(queue), poison, storage, signals, time, loggers.CreateLogger<PoisonPump>()))];

    /// <summary>
    /// Works until it is told to stop. Then takes nothing new, lets running work go on for the grace period, and hands back what has not
    /// ended by then.
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
