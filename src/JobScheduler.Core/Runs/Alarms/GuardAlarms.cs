using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>
/// Guard alarms: were the runs of a message claimed? If not, the same message is sent again, unless the queue is just slow; the
/// interval doubles either way, so that guards never make a backlog worse.
/// </summary>
public sealed class GuardAlarms(BellRinger bells, IStorage storage, AlarmRounds rounds, ILogger<GuardAlarms> logger) : IAlarmHandler
{
    public string Kind => GuardRow.Kind;

    public TimeSpan? Farthest => GuardRow.LongestInterval;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        var oldest = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var alarm in alarms)
        {
            await RingAsync(tick, alarm, oldest);
        }
    }

    private async Task RingAsync(ShardTick tick, Row alarm, Dictionary<string, DateTimeOffset?> oldest)
    {
        if (GuardRow.TryRead(alarm) is not { } guard || await WaitingAsync(tick, guard) is not { Count: > 0 } waiting)
        {
            await tick.CommitAsync(draft => draft.Delete(alarm.Key));
            return;
        }

        var expired = waiting.FindAll(run => run.Step.QueueDeadline(run.Spec) <= tick.Now);
        if (expired.Count > 0)
        {
            // Never more than 32 in a message, so at most two commits.
            foreach (var some in expired.Chunk(StorageLimits.OperationsPerCommit / RunEndings.RowsPerEndOfWait - 1))
            {
                await rounds.MoveAsync(
                    tick,
                    some,
                    static (draft, run, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Expired, RunReasons.QueueTimeout, skip));
            }
        }

        // It rings early where the wait of a run is limited: that says nothing about the message.
        var isEarly = guard.Rings == 0 && tick.Now < guard.DispatchedAt + CommitDraft.GuardDelay;
        var rings = isEarly ? 0 : guard.Rings + 1;
        var limit = waiting.Except(expired).Min(run => run.Step.QueueDeadline(run.Spec));
        var outcome = await tick.CommitAsync(draft =>
        {
            var next = isEarly ? guard.DispatchedAt + CommitDraft.GuardDelay : draft.Now + GuardRow.Interval(rings);
            draft.Delete(alarm.Key);
            draft.Insert(
                GuardRow.KeyOf(guard.Message, limit < next ? limit.Value : next),
                GuardRow.Write(guard.Message, guard.Queue, guard.DispatchedAt, rings));
        });
        if (outcome.Succeeded && !isEarly && expired.Count < waiting.Count && !await IsBehindAsync(guard, oldest))
        {
            logger.MessageSentAgain(tick.Shard, guard.Message, guard.Queue, rings);
            await bells.TrySendAsync(guard.Queue, new Bell(Bell.CurrentVersion, tick.Shard, guard.Message), TimeSpan.Zero);
        }
    }

    private async Task<List<OpenRun>> WaitingAsync(ShardTick tick, GuardRow guard)
    {
        var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.QueuedPrefix(guard.Message)));
        var waiting = new List<OpenRun>(page.Rows.Count);
        foreach (var row in page.Rows)
        {
            if (OpenRun.TryRead(row) is { } run)
            {
                waiting.Add(run);
            }
            else if (await TokenReader.RebuildAsync(tick, row) is { } unreadable)
            {
                // No executor can read this token, and nothing else would ever read it: a new message with a new copy.
                await rounds.MoveAsync(
                    tick, [unreadable], static (draft, run, skip) => RunMoves.Move(draft, run, run.Step, Place.Queue, skip));
            }
            else
            {
                await tick.CommitAsync(draft => draft.Delete(row.Key));
            }
        }

        return waiting;
    }

    /// <summary>Whether the queue still holds older messages: then this one is not lost, but waits its turn.</summary>
    private async Task<bool> IsBehindAsync(GuardRow guard, Dictionary<string, DateTimeOffset?> oldest)
    {
        if (!oldest.TryGetValue(guard.Queue, out var head))
        {
            oldest[guard.Queue] = head = await storage.Queues.OldestAsync(guard.Queue, CancellationToken.None);
        }

        return head < guard.DispatchedAt;
    }
}
