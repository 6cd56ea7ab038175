using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Moves runs from the backlog into the queues while these have room: by priority, and within a priority round-robin over the tenants,
/// one message each.
/// </summary>
public sealed class Admission(AlarmRounds rounds, DispatchGauge gauge) : ITickWork
{
    /// <summary>The most messages that one tick admits for a priority, so that a tick stays short.</summary>
    private const int MessagesPerTick = 64;

    /// <returns>Whether runs still wait.</returns>
    public async Task<bool> RunAsync(ShardTick tick)
    {
        // One read shows that the backlog is empty, the usual case.
        var first = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.BacklogRowPrefix) with { Limit = 1, Select = [] });
        if (first.Rows.Count == 0)
        {
            return false;
        }

        var waits = false;
        foreach (var priority in EnumText.Values<Priority>())
        {
            waits |= await AdmitAsync(tick, priority);
        }

        return waits;
    }

    private async Task<bool> AdmitAsync(ShardTick tick, Priority priority)
    {
        var room = Math.Min(MessagesPerTick, await gauge.CountedRoomAsync(QueueNames.Of(priority), CancellationToken.None));
        var from = tick.NextTenant.Length == 0 ? null : Keys.BacklogPrefix(priority, tick.NextTenant) + "~";
        var empty = 0;
        while (true)
        {
            // From where the last round ended to the end of the backlog, and around once.
            var prefix = Keys.BacklogPrefix(priority);
            var page = await tick.ReadAsync(
                new RowQuery(tick.Partition, from ?? prefix, prefix + "~") { Limit = room > 0 ? CommitDraft.RunsPerMessage : 1 });
            if (page.Rows.Count == 0)
            {
                if (from is null || ++empty > 1)
                {
                    return false;
                }

                from = null;
                continue;
            }

            if (room <= 0)
            {
                return true;
            }

            empty = 0;
            var tenant = Token.TenantOfBacklog(page.Rows[0].Key);
            var runs =
                page.Rows.TakeWhile(row => Token.TenantOfBacklog(row.Key) == tenant).Select(OpenRun.TryRead).OfType<OpenRun>().ToList();
            if (runs.Count == 0)
            {
                // An unreadable row at the head must not block the others: its run continues with a new copy; without a run, the row
                // is deleted.
                runs = await TokenReader.RebuildAsync(tick, page.Rows[0]) is { } rebuilt ? [rebuilt] : [];
                if (runs.Count == 0)
                {
                    await tick.CommitAsync(draft => draft.Delete(page.Rows[0].Key));
                    continue;
                }
            }

            // A key after all keys of this tenant, where the next tenant begins.
            from = Keys.BacklogPrefix(priority, tenant) + "~";
            tick.NextTenant = tenant;
            room -= await AdmitAsync(tick, runs);
        }
    }

    /// <returns>How many messages were sent.</returns>
    private async Task<int> AdmitAsync(ShardTick tick, List<OpenRun> runs)
    {
        var expired = runs.FindAll(run => run.Step.QueueDeadline(run.Spec) <= tick.Now);
        foreach (var some in expired.Chunk(StorageLimits.OperationsPerCommit / RunEndings.RowsPerEndOfWait - 1))
        {
            await rounds.MoveAsync(
                tick, some, static (draft, run, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Expired, RunReasons.QueueTimeout, skip));
        }

        runs.RemoveAll(expired.Contains);
        if (runs.Count == 0)
        {
            return 0;
        }

        // They are all overdue: due now, they share one message.
        List<OpenRun> ordered = [.. runs.OrderBy(run => run.Step.QueueDeadline(run.Spec) ?? DateTimeOffset.MaxValue)];
        await rounds.MoveAsync(tick, ordered, (draft, run, skip) => RunMoves.Move(draft, run, run.Step, Place.Queue, skip));
        return 1;
    }
}
