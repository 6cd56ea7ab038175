using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Alarms of batches: rings for runs that were granted their places, lets those wait again of which the gate does not know, and asks again
/// after 1, 2, 4 … 60 minutes while any of them waits.
/// </summary>
public sealed class BatchAlarms(TicketDesk desk, AlarmRounds rounds, ShardMap map, IStorage storage) : IAlarmHandler
{
    public string Kind => BatchAlarm.Kind;

    public TimeSpan? Farthest => GuardRow.LongestInterval;

    /// <summary>The process that would have rung is gone.</summary>
    public bool EndsWithProcess => true;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (BatchAlarm.TryRead(alarm) is not { } batch || await AskAsync(tick, batch.Gate, batch.Batch) == 0)
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                draft.Insert(
                    BatchAlarm.KeyOf(batch.Batch, draft.Now + GuardRow.Interval(batch.Rings + 1)),
                    BatchAlarm.Write(batch.Gate, batch.Batch, batch.Rings + 1));
            });
        }
    }

    /// <summary>The runs of the batch; one whose copy cannot be read waits anew, with a new ticket.</summary>
    private async Task<List<OpenRun>> WaitingAsync(ShardTick tick, string batch)
    {
        var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.QueuedPrefix(batch)));
        var waiting = new List<OpenRun>(page.Rows.Count);
        foreach (var row in page.Rows)
        {
            if (OpenRun.TryRead(row) is { } run)
            {
                waiting.Add(run);
            }
            else if (await TokenReader.RebuildAsync(tick, row) is { } unreadable)
            {
                await rounds.MoveAsync(
                    tick, [unreadable], static (draft, one, skip) => RunMoves.Move(draft, one, one.Step, Place.Queue, skip));
            }
            else
            {
                await tick.CommitAsync(draft => draft.Delete(row.Key));
            }
        }

        return waiting;
    }

    /// <returns>How many runs of the batch still wait.</returns>
    private async Task<int> AskAsync(ShardTick tick, string gate, string batch)
    {
        var tickets = (await WaitingAsync(tick, batch)).ConvertAll(run => Passage.TicketOf(run, run.Step));
        var home = ShardMap.Partition(GroupGate.Read(gate).HomeIn(map));
        var found = await storage.Tables.ReadAsync(
            RowQuery.Prefix(home, Keys.PermitPrefix(gate, batch)) with { Select = [] }, CancellationToken.None);
        var permits = found.Rows.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        var prefix = Keys.PermitPrefix(gate, batch).Length;

        // A place that was granted to a ticket which is dead by now, perhaps by a late repeat of its insert.
        await desk.DoubtAsync(
            tick.Shard, batch, permits.Select(permit => permit[prefix..]).Except(tickets.Select(ticket => ticket.Run)));
        if (tickets.Count == 0)
        {
            return 0;
        }

        await desk.RingAsync(tickets.Where(ticket => permits.Contains(ticket.Permit)));
        await desk.WaitAsync(gate, tickets.Where(ticket => !permits.Contains(ticket.Permit)));
        await desk.GrantAsync(gate);
        return tickets.Count;
    }
}
