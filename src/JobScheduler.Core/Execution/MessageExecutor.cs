using System.Collections.Concurrent;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Executes the runs behind one queue message: reads their tokens, waits for the due instant, claims as many as there are free
/// places, executes them, writes how they ended. The same for a queue-triggered function and for a pump.
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
    ExecutionPlaces places,
    ExecutionPace pace,
    QueuePolling polling,
    TicketDesk tickets,
    TimeProvider time,
    ILogger<MessageExecutor> logger)
{
    /// <summary>A run that was claimed ahead is handed back when it has no place by then.</summary>
    private static readonly TimeSpan LongestAhead = TimeSpan.FromSeconds(2);

    /// <summary>When this many messages wait for places, others wait elsewhere.</summary>
    private const int Crowd = 256;

    /// <summary>The messages whose runs are being claimed: a duplicate of one has nothing to do.</summary>
    private readonly ConcurrentDictionary<(int Shard, string Message), bool> _claiming = new();

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
    /// <param name="moved">Told when the message comes to another stage; a pump takes more then.</param>
    /// <param name="stopping">Nothing more is claimed once it is signalled.</param>
    /// <exception cref="UnreadableMessageException">This version cannot read the message.</exception>
    public async Task<MessageVerdict> ExecuteAsync(string queue, string body, Action<MessageStage>? moved, CancellationToken stopping)
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
            // Bells for some runs of a message are about different ones.
            if (bell.Runs is null && !_claiming.TryAdd((bell.Shard, bell.Message), true))
            {
                return MessageVerdict.Done;
            }

            var (verdict, again) = await ClaimAllAsync(queue, bell, execution, moved, stopping);
            return again is null ? verdict : await RingAgainAsync(queue, bell, again);
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

    /// <returns>What is to be done with the message; with a delay: it is sent again.</returns>
    private async Task<(MessageVerdict Verdict, Again? Again)> ClaimAllAsync(
        string queue, Bell bell, MessageExecution execution, Action<MessageStage>? moved, CancellationToken stopping)
    {
        try
        {
            var waiting = await ReadAsync(bell);
            var patience = new HostPatience(time);
            while (waiting.Count > 0)
            {
                if (!await patience.WaitAsync(stopping))
                {
                    return (MessageVerdict.Later, null);
                }

                var now = time.GetUtcNow();
                var due = waiting[0].Step.DueAt;
                if (due - now > _longestWait)
                {
                    return (MessageVerdict.Done, new Again(bells.Delay(due), 0));
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
                    return (MessageVerdict.Later, null);
                }

                moved?.Invoke(MessageStage.Due);
                var ready = waiting.TakeWhile(run => run.Step.DueAt <= now).ToList();
                var hold = MessageHold.Of(
                    bell.Returns,
                    ready.TrueForAll(run => places.IsStuckFor(PlaceKey.Of(queue, run.Spec))),
                    polling.IsSlow || places.Waiting >= Crowd);
                var granted = await TakePlacesAsync(queue, ready, hold.Length, stopping);
                if (granted.Count == 0)
                {
                    return stopping.IsCancellationRequested
                        ? (MessageVerdict.Later, null)
                        : (MessageVerdict.Done, new Again(hold.Delay, bell.Returns + 1));
                }

                moved?.Invoke(MessageStage.Working);
                List<OpenRun> taken = [.. granted, .. pace.AheadOf(ready.Except(granted))];
                var back = await BeginAsync(queue, bell.Shard, taken, waiting.Count == taken.Count, granted, patience, execution);
                waiting.RemoveAll(run => taken.Contains(run) && !back.Contains(run));
            }

            return (MessageVerdict.Done, null);
        }
        finally
        {
            if (bell.Runs is null)
            {
                // Before it is sent again: the new copy is no duplicate.
                _claiming.TryRemove((bell.Shard, bell.Message!), out _);
            }
        }
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

    /// <returns>Those that have a place. None: none became free in time, or this process stops.</returns>
    private async Task<IReadOnlyList<OpenRun>> TakePlacesAsync(
        string queue, List<OpenRun> runs, TimeSpan hold, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return [];
        }

        // Without patience, what is free is taken all the same.
        using var patience = hold > TimeSpan.Zero ? new CancellationTokenSource(hold, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        var taking = places.TakeAsync(runs.ConvertAll(run => PlaceKey.Of(queue, run.Spec)), either.Token);
        if (hold <= TimeSpan.Zero)
        {
            patience.Cancel();
        }

        try
        {
            return [.. (await taking).Select(position => runs[position])];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    /// <returns>Those whose hosts cannot be called yet, but soon.</returns>
    private async Task<IReadOnlyList<OpenRun>> BeginAsync(
        string queue,
        int shard,
        IReadOnlyList<OpenRun> runs,
        bool last,
        IReadOnlyList<OpenRun> granted,
        HostPatience patience,
        MessageExecution execution)
    {
        var held = granted.ToDictionary(run => run.Id, run => PlaceKey.Of(queue, run.Spec));
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
                var hasPlace = held.Remove(attempt.Run.Id);
                leases.Add(attempt);
                execution.Add(() => ExecuteAsync(queue, attempt, hasPlace));
            }

            return admitted.Back;
        }
        finally
        {
            foreach (var place in held.Values)
            {
                places.Release(place);
            }
        }
    }

    private async Task<PendingFinish> ExecuteAsync(string queue, RunningAttempt attempt, bool hasPlace)
    {
        var place = PlaceKey.Of(queue, attempt.Run.Spec);
        PendingFinish? finish = null;
        try
        {
            if (!hasPlace)
            {
                hasPlace = await TakePlaceAsync(place, attempt);
            }

            return finish = await attempts.RunAsync(attempt);
        }
        finally
        {
            leases.Remove(attempt);
            if (hasPlace)
            {
                places.Release(place);
            }

            await hosts.EndAsync(attempt, finish);
        }
    }

    /// <summary>For one that was claimed ahead. If it gets no place soon, it is told to stop.</summary>
    /// <returns>False: it was told to stop before it began.</returns>
    private async Task<bool> TakePlaceAsync(PlaceKey place, RunningAttempt attempt)
    {
        using var patience = new CancellationTokenSource(LongestAhead, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, attempt.Cancellation);
        try
        {
            await places.TakeAsync([place], either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            attempt.Stop(StopCause.NoPlace);
            return false;
        }
    }

    private async Task<MessageVerdict> RingAgainAsync(string queue, Bell bell, Again again) =>
        await bells.TrySendAsync(queue, bell with { Returns = again.Returns }, again.Delay) ? MessageVerdict.Done : MessageVerdict.Later;

    /// <summary>How a message is sent again.</summary>
    private sealed record Again(TimeSpan Delay, int Returns);
}

/// <summary>How far a message in hand has come.</summary>
public enum MessageStage
{
    /// <summary>Its first runs are not due yet.</summary>
    Early,

    /// <summary>Its runs wait for a place.</summary>
    Due,

    /// <summary>It has had a place for one of its runs.</summary>
    Working,
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
