using System.Collections.Concurrent;
using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>
/// What a process does for tickets at gates in other shards: lets them wait there, releases what dead ones hold, grants places, and rings
/// for those that were granted one. Each step can be repeated by anyone, at any time.
/// </summary>
public sealed class TicketDesk(
    ShardMap map, ShardWriter writer, IStorage storage, BellRinger bells, Entropy entropy, TimeProvider time, ILogger<TicketDesk> logger)
    : ITicketListener
{
    /// <summary>Rows that need no other ones with them.</summary>
    private const int RowsPerCommit = StorageLimits.OperationsPerCommit - 1;

    private const int MostTries = 50;

    /// <summary>Grants at a time, so that a tick stays short; whoever ends then grants the next.</summary>
    private const int MostSteps = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>By gate: what is to be done next; an entry means that somebody is at it.</summary>
    private readonly ConcurrentDictionary<string, TicketPile> _piles = new(StringComparer.Ordinal);

    void ITicketListener.Hint(int shard, TicketHint hint)
    {
        while (true)
        {
            var pile = _piles.GetOrAdd(hint.Ticket.Gate, static _ => new TicketPile());
            if (pile.TryAdd(hint, out var begins))
            {
                if (begins)
                {
                    // Not awaited: whoever ends a run does not wait for the next one. It ends by itself, and handles every error.
                    _ = FollowAsync(hint.Ticket.Gate, pile);
                }

                return;
            }

            _piles.TryRemove(KeyValuePair.Create(hint.Ticket.Gate, pile));
        }
    }

    /// <summary>Lets tickets wait at their gate; those that wait already, or were granted a place, stay as they are.</summary>
    /// <exception cref="StorageException">Storage fails.</exception>
    internal async Task WaitAsync(string gate, IEnumerable<Ticket> tickets)
    {
        foreach (var some in tickets.Chunk(RowsPerCommit))
        {
            var left = some.ToDictionary(ticket => ticket.Waiter, StringComparer.Ordinal);
            while (left.Count > 0)
            {
                var outcome = await CommitAsync(
                    gate,
                    draft =>
                    {
                        foreach (var (key, ticket) in left)
                        {
                            draft.Insert(key, ticket.Write());
                        }
                    },
                    NeverProved(left.Keys.First()));
                if (outcome.Succeeded)
                {
                    break;
                }

                left.Remove(outcome.FailedKey!);
            }
        }
    }

    /// <summary>Frees what dead tickets hold: the places that they were granted, or their places among those who wait.</summary>
    /// <exception cref="StorageException">Storage fails.</exception>
    internal async Task ReleaseAsync(string gate, IEnumerable<Ticket> tickets)
    {
        foreach (var some in tickets.Chunk(RowsPerCommit))
        {
            // The permit again at the end: it may have been granted its place between the two looks.
            var left = some.ToDictionary(
                ticket => ticket.Permit, ticket => new Queue<string>([ticket.Waiter, ticket.Permit]), StringComparer.Ordinal);
            while (left.Count > 0)
            {
                var outcome = await CommitAsync(
                    gate,
                    draft =>
                    {
                        foreach (var key in left.Keys)
                        {
                            draft.Delete(key);
                        }
                    },
                    NeverProved(left.Keys.First()));
                if (outcome.Succeeded)
                {
                    break;
                }

                if (left.Remove(outcome.FailedKey!, out var others) && others.TryDequeue(out var next))
                {
                    left[next] = others;
                }
            }
        }
    }

    /// <summary>Grants the places that are free, and rings for those who have got them.</summary>
    /// <exception cref="StorageException">Storage fails.</exception>
    internal async Task GrantAsync(string gate)
    {
        var skip = new HashSet<string>(StringComparer.Ordinal);
        for (var (failures, steps) = (0, 0); failures < MostTries && steps < MostSteps; steps++)
        {
            var view = await PermitView.ReadAsync(
                query => storage.Tables.ReadAsync(query, CancellationToken.None), Partition(gate), gate, PermitStep.MostGrants);
            var step = new PermitStep(gate, view, entropy.NextName(), Timestamp.Cut(time.GetUtcNow()));
            if (step.IsNothing)
            {
                return;
            }

            var outcome = await CommitAsync(gate, draft => step.Compose(draft, skip), step.Proof);
            if (outcome.Succeeded)
            {
                failures = 0;
                await RingAsync(step.Granted.Where(ticket => !skip.Contains(ticket.Permit)));
            }
            else
            {
                failures++;
                if (outcome.Failure == CommitFailure.Exists && outcome.FailedKey != Keys.GateRow(gate))
                {
                    // A repeated insert of a ticket that has a place already.
                    skip.Add(outcome.FailedKey!);
                }
            }
        }
    }

    /// <summary>Rings for tickets that were granted a place.</summary>
    internal async Task RingAsync(IEnumerable<Ticket> tickets)
    {
        foreach (var batch in tickets.GroupBy(ticket => (ticket.Batch, ticket.Queue)))
        {
            List<string> runs = [.. batch.Select(ticket => ticket.Run)];
            if (RunId.TryParse(runs[0], map.Count, out var shard))
            {
                await bells.TrySendAsync(
                    batch.Key.Queue, new Bell(Bell.CurrentVersion, shard, batch.Key.Batch, null, runs), TimeSpan.Zero);
            }
        }
    }

    /// <summary>
    /// An executor was told of runs that are not in the message. Mostly others have claimed them; but if a ticket is dead, and something of
    /// it came late to the gate, its place would never be given back.
    /// </summary>
    public async Task DoubtAsync(int shard, string batch, IEnumerable<string> runs)
    {
        foreach (var id in runs)
        {
            if (await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), CancellationToken.None) is { } row
                && RunColumns.TryRead(row) is { } run
                && (run.State.IsTerminal() || run.Ticket != batch)
                && Passage.GroupOf(run.Spec) is { } gate)
            {
                var open = OpenRun.Of(run, row);
                await ReleaseAsync(gate, [Passage.TicketOf(open, open.Step with { Ticket = batch })]);
                await GrantAsync(gate);
            }
        }
    }

    private async Task FollowAsync(string gate, TicketPile pile)
    {
        try
        {
            while (pile.TryTake(out var hints))
            {
                var dead = hints.FindAll(hint => hint.IsDead);
                await WaitAsync(gate, hints.Where(hint => !hint.IsDead).Select(hint => hint.Ticket));
                await ReleaseAsync(gate, dead.Select(hint => hint.Ticket));
                await GrantAsync(gate);
                await SettleAsync(dead);
            }
        }
        catch (Exception error)
        {
            // The alarms of the batches and of the releases do it.
            logger.TicketsLeft(error, gate);
            pile.End();
        }

        _piles.TryRemove(KeyValuePair.Create(gate, pile));
    }

    /// <summary>The releases are not owed any more.</summary>
    private async Task SettleAsync(List<TicketHint> dead)
    {
        foreach (var shard in dead.GroupBy(hint => RunId.TryParse(hint.Ticket.Run, map.Count, out var shard) ? shard : 0))
        {
            foreach (var some in shard.Chunk(RowsPerCommit))
            {
                var left = some.Select(hint => hint.ReleaseAlarm!).ToHashSet(StringComparer.Ordinal);
                while (left.Count > 0)
                {
                    var outcome = await writer.CommitAsync(shard.Key, new CommitPart(
                        draft =>
                        {
                            foreach (var alarm in left)
                            {
                                draft.Delete(alarm);
                            }
                        },
                        NeverProved(left.First()),
                        Patience));
                    if (outcome.Succeeded)
                    {
                        break;
                    }

                    left.Remove(outcome.FailedKey!);
                }
            }
        }
    }

    private Task<PartOutcome> CommitAsync(string gate, Action<CommitDraft> compose, Proof proof) =>
        writer.CommitAsync(Home(gate), new CommitPart(compose, proof, Patience));

    private string Partition(string gate) => ShardMap.Partition(Home(gate));

    private int Home(string gate) => GroupGate.Read(gate).HomeIn(map);

    /// <summary>Not knowing does no harm: repeating it does what was meant, or is refused because it was done.</summary>
    private static Proof NeverProved(string key) => new(key, static _ => false);
}
