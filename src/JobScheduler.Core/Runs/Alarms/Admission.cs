using System.Collections.Concurrent;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Moves runs from the backlog into the queues while these have room: by priority, and within a priority round-robin over the tenants,
/// one message each, and for each tenant over the classes of its targets. Whatever fills a queue may hang: a tenant's class of which
/// nothing was sent while the queue was full gets one message beyond the room.
/// </summary>
public sealed class Admission(AlarmRounds rounds, DispatchGauge gauge) : ITickWork
{
    /// <summary>The most messages that one tick admits for a priority, so that a tick stays short.</summary>
    private const int MessagesPerTick = 64;

    /// <summary>The most lines that one tick looks at while the queue is full.</summary>
    private const int LinesPerTick = 64;

    /// <summary>
    /// By shard and line: the message that was sent beyond the room of its queue. Known in this process only: after a change of owner there
    /// is one more.
    /// </summary>
    private readonly ConcurrentDictionary<(int Shard, string Line), string> _beyond = new();

    /// <summary>By shard, priority and tenant: the line after which its next turn begins.</summary>
    private readonly ConcurrentDictionary<(int Shard, Priority Priority, string Tenant), string> _turns = new();

    /// <returns>Whether runs still wait.</returns>
    public async Task<bool> RunAsync(ShardTick tick)
    {
        // One read shows that the backlog is empty, the usual case.
        var first = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.BacklogRowPrefix) with { Limit = 1, Select = [] });
        if (first.Rows.Count == 0)
        {
            Forget(tick.Shard);
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
        var round = new Round(priority);
        var from = tick.NextTenant.Length == 0 ? null : Keys.BacklogPrefix(priority, tick.NextTenant) + "~";
        var empty = 0;
        for (var looks = LinesPerTick; ;)
        {
            // From where the last round ended to the end of the backlog, and around once.
            var prefix = Keys.BacklogPrefix(priority);
            var page = await tick.ReadAsync(
                new RowQuery(tick.Partition, from ?? prefix, prefix + "~") { Limit = CommitDraft.RunsPerMessage });
            if (page.Rows.Count == 0)
            {
                if (from is null || ++empty > 1)
                {
                    return round.WasFull;
                }

                from = null;
                continue;
            }

            // A key after all keys of this tenant, where the next tenant begins.
            var tenant = Token.TenantOfBacklog(page.Rows[0].Key);
            from = Keys.BacklogPrefix(priority, tenant) + "~";
            tick.NextTenant = tenant;
            page = await NextLineAsync(tick, tenant, page, round);
            var isNew = round.Lines.Add(Token.LineOfBacklog(page.Rows[0].Key));
            if (room > 0)
            {
                empty = 0;
                room -= await AdmitAsync(tick, page, isFull: false);
            }
            else if (looks-- == 0)
            {
                return true;
            }
            else
            {
                // Once around in which every line was looked at.
                round.WasFull = true;
                empty = isNew ? 0 : empty;
                _ = isNew ? await AdmitAsync(tick, page, isFull: true) : 0;
            }
        }
    }

    /// <summary>The head of the tenant's next line, which is that of its first one if there is no other.</summary>
    private async Task<RowPage> NextLineAsync(ShardTick tick, string tenant, RowPage first, Round round)
    {
        var key = (tick.Shard, round.Priority, tenant);
        var line = Token.LineOfBacklog(first.Rows[0].Key);
        var page = first;
        if (!round.OfOneLine.Contains(tenant) && _turns.TryGetValue(key, out var last) && string.CompareOrdinal(line, last) <= 0)
        {
            page = await tick.ReadAsync(new RowQuery(tick.Partition, last + "~", Keys.BacklogPrefix(round.Priority, tenant) + "~")
            {
                Limit = CommitDraft.RunsPerMessage,
            });
            if (page.Rows.Count == 0)
            {
                page = first;
                _ = line == last && round.OfOneLine.Add(tenant);
            }
        }

        _turns[key] = Token.LineOfBacklog(page.Rows[0].Key);
        return page;
    }

    /// <returns>How many messages were sent.</returns>
    private async Task<int> AdmitAsync(ShardTick tick, RowPage page, bool isFull)
    {
        var line = Token.LineOfBacklog(page.Rows[0].Key);
        if (isFull && await IsBeyondAsync(tick, line))
        {
            return 0;
        }

        var runs = page.Rows.TakeWhile(row => Token.LineOfBacklog(row.Key) == line).Select(OpenRun.TryRead).OfType<OpenRun>().ToList();
        if (runs.Count == 0)
        {
            // An unreadable row at the head must not block the others: its run continues with a new copy; without a run, the row
            // is deleted.
            runs = await TokenReader.RebuildAsync(tick, page.Rows[0]) is { } rebuilt ? [rebuilt] : [];
            if (runs.Count == 0)
            {
                await tick.CommitAsync(draft => draft.Delete(page.Rows[0].Key));
                return 0;
            }
        }

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
        Token moved = default;
        await rounds.MoveAsync(tick, ordered, (draft, run, skip) =>
        {
            RunMoves.Move(draft, run, run.Step, Place.Queue, skip);
            moved = draft.Operations.Select(row => Token.Read(row.Key)).LastOrDefault(token => token.Kind == TokenKind.Message);
        });
        if (isFull && moved.Kind is not null)
        {
            _beyond[(tick.Shard, line)] = Token.MessageOf(moved);
        }

        return 1;
    }

    /// <summary>Whether the message that the line got beyond the room still holds runs.</summary>
    private async Task<bool> IsBeyondAsync(ShardTick tick, string line) =>
        _beyond.TryGetValue((tick.Shard, line), out var message)
        && await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.QueuedPrefix(message)) with { Limit = 1, Select = [] })
            is { Rows.Count: > 0 };

    private void Forget(int shard)
    {
        foreach (var key in _beyond.Keys.Where(key => key.Shard == shard))
        {
            _beyond.TryRemove(key, out _);
        }

        foreach (var key in _turns.Keys.Where(key => key.Shard == shard))
        {
            _turns.TryRemove(key, out _);
        }
    }

    /// <summary>What is known within one round of a tick.</summary>
    private sealed class Round(Priority priority)
    {
        public Priority Priority { get; } = priority;

        /// <summary>The lines that were looked at.</summary>
        public HashSet<string> Lines { get; } = new(StringComparer.Ordinal);

        /// <summary>The tenants that have one line only.</summary>
        public HashSet<string> OfOneLine { get; } = new(StringComparer.Ordinal);

        /// <summary>Whether runs were left because the queue was full.</summary>
        public bool WasFull { get; set; }
    }
}
