using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Executes the runs behind one queue message: reads their tokens, waits for the due instant, claims as many as there are free
/// slots, executes them, writes how they ended. The same for a queue-triggered function and for a pump.
/// </summary>
public sealed class MessageExecutor(
    ShardMap map,
    IStorage storage,
    BellRinger bells,
    ClaimWriter claims,
    HostClaims hosts,
    AttemptRunner attempts,
    FinishWriter finishes,
    LeaseKeeper leases,
    WorkerSlots slots,
    ExecutionPace pace,
    QueuePolling polling,
    TicketDesk tickets,
    TimeProvider time,
    ILogger<MessageExecutor> logger)
{
    /// <summary>After this long without a free slot, the rest of a message is sent again so that others can take it.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(5);

    /// <summary>The longest a message waits in memory for its due time; with longer to go, it is sent again with a delay.</summary>
    private readonly TimeSpan _longestWait = TimeSpan.FromSeconds(2) + polling.Interval;

    /// <summary>After a storage error, until a message is tried again.</summary>
    public static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <summary>When this process stops, until another one gets the message.</summary>
    public static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns when every claimed run has ended and is written. Storage errors do not throw: what could not be
    /// dealt with is left to others (<see cref="MessageVerdict.Later"/>) or to the alarms.
    /// </summary>
    /// <param name="queue">The queue that the message came from.</param>
    /// <param name="body">The message.</param>
    /// <param name="ready">Called once, when the message has stopped waiting for its due time; a pump takes more then.</param>
    /// <param name="stopping">Nothing more is claimed once it is signalled.</param>
    /// <exception cref="UnreadableMessageException">This version cannot read the message.</exception>
    public async Task<MessageVerdict> ExecuteAsync(string queue, string body, Action? ready, CancellationToken stopping)
    {
        var bell = Bell.TryParse(body, map.Count);
        if (bell?.Message is null)
        {
            throw new UnreadableMessageException(queue);
        }

        if (bell.WakesFor is not null)
        {
            // Whoever polls is awake now; it has no runs.
            return MessageVerdict.Done;
        }

        var execution = new MessageExecution(bell.Shard, finishes, time);
        try
        {
            return await ClaimAllAsync(queue, bell, execution, ready, stopping);
        }
        catch (StorageException error)
        {
            // Also when storage refuses: a missing role is not the runs' fault, and throwing here would make suspects of them.
            logger.StorageFailed(error, bell.Message);
            return MessageVerdict.Later;
        }
        finally
        {
            await execution.WhenDoneAsync();
        }
    }

    /// <summary>
    /// Sends a message again whose verdict was <see cref="MessageVerdict.Later"/>. Letting it come back instead would count a
    /// receive, and the fifth makes suspects of its runs; neither storage errors nor a stop are their fault.
    /// </summary>
    /// <returns>Whether the message can be deleted; if not, it comes back, or its guard rings.</returns>
    public async Task<bool> PutOffAsync(string queue, string body, CancellationToken stopping) =>
        Bell.TryParse(body, map.Count) is { } bell
        && await bells.TrySendAsync(queue, bell, stopping.IsCancellationRequested ? AfterStop : AfterFailure);

    private async Task<MessageVerdict> ClaimAllAsync(
        string queue, Bell bell, MessageExecution execution, Action? ready, CancellationToken stopping)
    {
        var waiting = await ReadAsync(bell);
        var patience = new HostPatience(time);
        while (waiting.Count > 0)
        {
            if (!await patience.WaitAsync(stopping))
            {
                return MessageVerdict.Later;
            }

            var now = time.GetUtcNow();
            var due = waiting[0].Step.DueAt;
            if (due - now > _longestWait)
            {
                return await RingAgainAsync(queue, bell, bells.Delay(due));
            }

            try
            {
                // A timer may be early by its resolution; nothing starts before it is due.
                for (; due > now; now = time.GetUtcNow())
                {
                    await Task.Delay(due - now + TimeSpan.FromMilliseconds(0.5), time, stopping);
                }
            }
            catch (OperationCanceledException)
            {
                return MessageVerdict.Later;
            }

            ready?.Invoke();
            ready = null;
            var count = waiting.FindLastIndex(run => run.Step.DueAt <= now) + 1;
            var granted = await TakeSlotsAsync(queue, count, stopping);
            if (granted == 0)
            {
                return stopping.IsCancellationRequested ? MessageVerdict.Later : await RingAgainAsync(queue, bell, TimeSpan.Zero);
            }

            var taken = granted + pace.AheadOf(waiting.Take(count).Skip(granted));
            var back = await BeginAsync(queue, bell.Shard, waiting[..taken], waiting.Count == taken, granted, patience, execution);
            waiting.RemoveRange(0, taken);
            waiting.InsertRange(0, back);
        }

        return MessageVerdict.Done;
    }

    /// <summary>The runs of the message that are still waiting, in the order in which they are due.</summary>
    private async Task<List<OpenRun>> ReadAsync(Bell bell)
    {
        var page = await storage.Tables.ReadAsync(
            RowQuery.Prefix(ShardMap.Partition(bell.Shard), Keys.QueuedPrefix(bell.Message!)), CancellationToken.None);
        var runs = new List<OpenRun>(page.Rows.Count);
        foreach (var row in page.Rows)
        {
            if (OpenRun.TryRead(row) is { } run)
            {
                runs.Add(run);
            }
            else
            {
                logger.TokenUnreadable(row.Key);
            }
        }

        if (bell.Runs is { } granted)
        {
            // The others of the message still wait for their places. One that is not there may be of a ticket that is dead.
            runs.RemoveAll(run => !granted.Contains(run.Id));
            await tickets.DoubtAsync(bell.Shard, bell.Message!, granted.Except(runs.Select(run => run.Id)));
        }

        return [.. runs.OrderBy(run => run.Step.DueAt)];
    }

    /// <returns>0: none became free in time, or this process stops.</returns>
    private async Task<int> TakeSlotsAsync(string queue, int wanted, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return 0;
        }

        using var patience = new CancellationTokenSource(LongestHold, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            return await slots.TakeAsync(queue, wanted, either.Token);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    /// <returns>Those whose hosts cannot be called yet, but soon.</returns>
    private async Task<List<OpenRun>> BeginAsync(
        string queue,
        int shard,
        IReadOnlyList<OpenRun> runs,
        bool last,
        int granted,
        HostPatience patience,
        MessageExecution execution)
    {
        try
        {
            var admitted = await hosts.AdmitAsync(shard, await claims.AdmitAsync(shard, runs, CancellationToken.None), patience);
            List<RunningAttempt> claimed = [];
            try
            {
                var guard = last && admitted.Back.Count == 0 ? runs[^1].Step.Guard : null;
                claimed = await claims.ClaimAsync(shard, admitted.Runs, guard, admitted.Permits);
            }
            finally
            {
                await hosts.GiveBackAsync(admitted, claimed);
            }

            foreach (var attempt in claimed)
            {
                var hasSlot = granted-- > 0;
                leases.Add(attempt);
                execution.Add(() => ExecuteAsync(queue, attempt, hasSlot));
            }

            return admitted.Back;
        }
        finally
        {
            for (; granted > 0; granted--)
            {
                slots.Release(queue);
            }
        }
    }

    private async Task<PendingFinish> ExecuteAsync(string queue, RunningAttempt attempt, bool hasSlot)
    {
        PendingFinish? finish = null;
        try
        {
            if (!hasSlot)
            {
                hasSlot = await TakeSlotAsync(queue, attempt.Cancellation);
            }

            return finish = await attempts.RunAsync(attempt);
        }
        finally
        {
            leases.Remove(attempt);
            if (hasSlot)
            {
                slots.Release(queue);
            }

            await hosts.EndAsync(attempt, finish);
        }
    }

    /// <returns>False: the attempt was told to stop before it began.</returns>
    private async Task<bool> TakeSlotAsync(string queue, CancellationToken cancellation)
    {
        try
        {
            await slots.TakeAsync(queue, 1, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<MessageVerdict> RingAgainAsync(string queue, Bell bell, TimeSpan delay) =>
        await bells.TrySendAsync(queue, bell, delay) ? MessageVerdict.Done : MessageVerdict.Later;
}

/// <summary>What is to be done with a message after it was worked on.</summary>
public enum MessageVerdict
{
    /// <summary>Everything behind it is settled, or was sent again: delete it.</summary>
    Done,

    /// <summary>Something behind it could not be dealt with now: let others have it.</summary>
    Later,
}

/// <summary>A queue message that this version cannot read; it is kept as a dead letter.</summary>
public sealed class UnreadableMessageException(string queue) : Exception($"a message of queue {queue} cannot be read by this version");
