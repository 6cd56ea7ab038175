using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.DeadLetters;

/// <summary>Dead letters: list, summarise, redrive, purge.</summary>
public sealed class DeadLetterBox(IStorage storage, ShardWriter writer, ShardMap map, DeadLetterLists lists, Redriver redriver, OperationBoard operations)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Dead letters, newest first.</summary>
    public Task<Page<DeadLetter>> ListAsync(string tenant, DeadLetterQuery filter, PageRequest page, CancellationToken cancellation) =>
        lists.ListAsync(tenant, filter, page, cancellation);

    /// <summary>Causes with their counts, the most frequent first; counted over the newest 10,000 of each shard.</summary>
    public Task<IReadOnlyList<CauseCount>> CausesAsync(string tenant, CancellationToken cancellation) => lists.CausesAsync(tenant, cancellation);

    /// <exception cref="RefusalException">There is none of that id in the tenant.</exception>
    public async Task<DeadLetter> GetAsync(string tenant, string id, CancellationToken cancellation) => (await FindAsync(tenant, id, cancellation)).Letter;

    /// <summary>A new run that repeats the dead one; the dead letter is gone.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="idempotencyKey">The same key gives the same run, also after the dead letter is gone; null: none.</param>
    /// <exception cref="RefusalException">There is none of that id; or it is a raw message, which has no run.</exception>
    public async Task<AcceptedRun> RedriveAsync(
        string tenant, string id, string actor, CancellationToken cancellation, string? idempotencyKey = null)
    {
        if (idempotencyKey is not null && DeadLetterRow.TryParse(id, map.Count, out var home) && DeadLetterRow.RunOf(id) is var runId)
        {
            // With a key the dead letter may be used up already: its run tells what became of it.
            return await RedriveAsync(tenant, new DeadLetterName(id, runId), home, actor, null, cancellation, idempotencyKey);
        }

        var (letter, shard) = await FindAsync(tenant, id, cancellation);
        return await RedriveAsync(tenant, new DeadLetterName(letter.Id, letter.RunId), shard, actor, null, cancellation);
    }

    /// <summary>Redrives all that match, at a rate, with a canary first, as an operation.</summary>
    /// <exception cref="RefusalException">A bound does not hold; with all that is wrong.</exception>
    public Task<Operation> RedriveManyAsync(string tenant, DeadLetterRedrive redrive, string actor, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        RedriveRules.Check(redrive, errors);
        errors.ThrowIfAny();
        return operations.StartAsync(tenant, new OperationPlan
        {
            Kind = OperationKinds.Redrive,
            Actor = actor,
            DeadLetters = DeadLetterQuery.Of(redrive),
            Max = redrive.Max,
            PerSecond = redrive.Rate?.PerSecond,
            Canary = redrive.Canary,
        }, cancellation);
    }

    /// <summary>Purges one: its run is kept for as long as any ended run.</summary>
    /// <exception cref="RefusalException">There is none of that id in the tenant.</exception>
    public async Task DeleteAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (!await TryPurgeAsync(tenant, id, cancellation))
        {
            throw RefusalException.NotFound("dead letter", id);
        }
    }

    /// <summary>Purges all that match, as an operation.</summary>
    public Task<Operation> PurgeAsync(string tenant, DeadLetterQuery filter, string actor, CancellationToken cancellation) =>
        operations.StartAsync(tenant, new OperationPlan { Kind = OperationKinds.Purge, Actor = actor, DeadLetters = filter, Max = int.MaxValue }, cancellation);

    /// <returns>False: it is gone.</returns>
    internal async Task<bool> TryPurgeAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (!DeadLetterRow.TryParse(id, map.Count, out var shard))
        {
            return false;
        }

        var key = Keys.DeadLetter(tenant, id);
        var partition = ShardMap.Partition(shard);
        if (await storage.Tables.GetAsync(partition, key, cancellation) is not { } row)
        {
            return false;
        }

        var run = row.Columns.Text(DeadLetterRow.RunColumn);
        var found = run is null ? null : await storage.Tables.GetAsync(partition, Keys.Run(run), cancellation);
        var ended = found is null ? null : RunColumns.TryRead(found);
        var outcome = await writer.CommitAsync(shard, new CommitPart(
            draft =>
            {
                draft.Delete(key);
                if (ended?.End is not null)
                {
                    draft.Merge(Keys.Run(ended.Id), new Columns { { RunColumns.KeepUntil, (ColumnValue)RunEndings.KeepUntil(ended.Spec, ended.End.At) } });
                }
            },
            new Proof(key, proof => proof is null),
            Patience));
        return outcome.Succeeded;
    }

    /// <summary>Redrives as part of an operation.</summary>
    /// <returns>The new run; null: the dead letter was redriven or purged before, perhaps by an earlier try of the same step.</returns>
    internal async Task<string?> TryRedriveAsync(string tenant, string id, string actor, Func<int, string> newId, CancellationToken cancellation)
    {
        try
        {
            var (letter, shard) = await FindAsync(tenant, id, cancellation);
            return (await RedriveAsync(tenant, new DeadLetterName(letter.Id, letter.RunId), shard, actor, newId(shard), cancellation)).Run.Id;
        }
        catch (RefusalException)
        {
            return null;
        }
    }

    private async Task<AcceptedRun> RedriveAsync(
        string tenant, DeadLetterName letter, int shard, string actor, string? newId, CancellationToken cancellation, string? idempotencyKey = null)
    {
        if (letter.RunId is null)
        {
            throw RefusalException.Conflict($"dead letter '{letter.Id}' is an unreadable message without a run; it can only be purged");
        }

        var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(letter.RunId), cancellation);
        var run = row is null ? null : RunColumns.TryRead(row);
        return run is null || run.Spec.Tenant != tenant
            ? throw RefusalException.NotFound("dead letter", letter.Id)
            : await redriver.RedriveAsync(shard, run, null, currentDefinition: false, actor, letter.Id, cancellation, newId, idempotencyKey);
    }

    private async Task<(DeadLetter Letter, int Shard)> FindAsync(string tenant, string id, CancellationToken cancellation) =>
        DeadLetterRow.TryParse(id, map.Count, out var shard)
        && await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.DeadLetter(tenant, id), cancellation) is { } row
            ? (DeadLetterRow.Read(row, Keys.DeadLetterPrefix(tenant)), shard)
            : throw RefusalException.NotFound("dead letter", id);

    private sealed record DeadLetterName(string Id, string? RunId);
}
