using System.Text.Json;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.DeadLetters;

/// <summary>Dead letters: list, summarize, redrive, purge.</summary>
public sealed class DeadLetterBox(
    IStorage storage,
    ShardWriter writer,
    ShardMap map,
    DeadLetterLists lists,
    Redriver redriver,
    OperationBoard operations,
    ILogger<DeadLetterBox> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Dead letters, newest first.</summary>
    public Task<Page<DeadLetter>> ListAsync(string tenant, DeadLetterQuery filter, PageRequest page, CancellationToken cancellation) =>
        lists.ListAsync(tenant, filter, page, cancellation);

    /// <summary>Causes with their counts, the most frequent first; counted over the newest 10,000 of each shard.</summary>
    public Task<IReadOnlyList<CauseCount>> CausesAsync(string tenant, CancellationToken cancellation) =>
        lists.CausesAsync(tenant, cancellation);

    /// <exception cref="RefusalException">There is no such dead letter in the tenant.</exception>
    public async Task<DeadLetter> GetAsync(string tenant, string id, CancellationToken cancellation) =>
        (await FindAsync(tenant, id, cancellation)).Letter;

    /// <summary>Creates a run that repeats the dead one; the dead letter is removed.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="id">The dead letter.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <param name="idempotencyKey">The same key returns the same run, even after the dead letter is gone; null: none.</param>
    /// <param name="how">Another input or definition; null: as before.</param>
    /// <exception cref="RefusalException">
    /// There is no such dead letter, it is a raw message, which has no run, or its job was deleted.
    /// </exception>
    public async Task<AcceptedRun> RedriveAsync(
        Caller caller, string id, CancellationToken cancellation, string? idempotencyKey = null, RunRedrive? how = null)
    {
        how ??= new RunRedrive();
        if (idempotencyKey is not null && DeadLetterRow.TryParse(id, map.Count, out var home) && DeadLetterRow.RunOf(id) is var runId)
        {
            // With a key the dead letter may already be gone: then its run tells what happened.
            return await RedriveAsync(caller, new DeadLetterName(id, runId), home, how, null, cancellation, idempotencyKey);
        }

        var (letter, shard) = await FindAsync(caller.Tenant, id, cancellation);
        return await RedriveAsync(caller, new DeadLetterName(letter.Id, letter.RunId), shard, how, null, cancellation);
    }

    /// <summary>Starts an operation that redrives all that match, at a rate and after a canary if requested.</summary>
    /// <exception cref="RefusalException">The request is invalid; with all errors.</exception>
    public Task<Operation> RedriveManyAsync(Caller caller, DeadLetterRedrive redrive, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        RedriveRules.Check(redrive, errors);
        errors.ThrowIfAny();
        var work = new RedriveWork
        {
            DeadLetters = DeadLetterQuery.Of(redrive),
            Max = redrive.Max,
            PerSecond = redrive.Rate?.PerSecond,
            Canary = redrive.Canary,
            CurrentDefinition = redrive.Definition == DefinitionChoice.Current,
        };
        return operations.StartAsync(
            caller,
            new OperationStart(RedriveOperation.Word, JsonSerializer.Serialize(work, DeadLetterJson.Compact.RedriveWork)),
            cancellation);
    }

    /// <summary>How many a redrive would take now.</summary>
    /// <exception cref="RefusalException">The request is invalid; with all errors.</exception>
    public Task<MatchCount> CountAsync(Caller caller, DeadLetterRedrive redrive, CancellationToken cancellation)
    {
        var errors = new ErrorList();
        RedriveRules.Check(redrive, errors);
        errors.ThrowIfAny();
        return lists.CountAsync(caller.Tenant, DeadLetterQuery.Of(redrive), letter => letter.RunId is not null, redrive.Max, cancellation);
    }

    /// <summary>How many a purge would take now.</summary>
    public Task<MatchCount> CountAsync(Caller caller, DeadLetterQuery filter, CancellationToken cancellation) =>
        lists.CountAsync(caller.Tenant, filter, _ => true, null, cancellation);

    /// <summary>Purges one; its run is kept as long as any ended run.</summary>
    /// <exception cref="RefusalException">There is no such dead letter in the tenant.</exception>
    public async Task DeleteAsync(Caller caller, string id, CancellationToken cancellation)
    {
        if (!await TryPurgeAsync(caller.Tenant, id, cancellation))
        {
            throw RefusalException.NotFound("dead letter", id);
        }

        logger.DeadLetterDeleted(id, caller.Tenant, caller.Actor);
    }

    /// <summary>Starts an operation that purges all that match.</summary>
    public Task<Operation> PurgeAsync(Caller caller, DeadLetterQuery filter, CancellationToken cancellation)
    {
        var work = new PurgeWork { DeadLetters = filter };
        return operations.StartAsync(
            caller,
            new OperationStart(PurgeOperation.Word, JsonSerializer.Serialize(work, DeadLetterJson.Compact.PurgeWork)),
            cancellation);
    }

    /// <returns>False: it is gone.</returns>
    internal async Task<bool> TryPurgeAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (!DeadLetterRow.TryParse(id, map.Count, out var shard))
        {
            return false;
        }

        var key = Keys.DeadLetter(tenant, id);
        var partition = ShardMap.Partition(shard);
        while (await storage.Tables.GetAsync(partition, key, cancellation) is { } row)
        {
            var run = row.Columns.Text(DeadLetterRow.RunColumn);
            var found = run is null ? null : await storage.Tables.GetAsync(partition, Keys.Run(run), cancellation);
            var ended = found is null ? null : RunColumns.TryRead(found);
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    draft.Delete(key);
                    if (ended?.End is not null)
                    {
                        var until = RunEndings.KeepUntil(ended.Spec, ended.End.At);
                        draft.Merge(Keys.Run(ended.Id), new Columns { { RunColumns.KeepUntil, (ColumnValue)until } });
                    }
                },
                Proof.Gone(key),
                Patience));
            if (outcome.Succeeded)
            {
                return true;
            }

            // It is gone, or its run is; then it is purged without the run.
        }

        return false;
    }

    /// <summary>
    /// Redrives as part of an operation. Does nothing if an earlier try has done it.
    /// </summary>
    /// <param name="caller">The caller.</param>
    /// <param name="id">The dead letter.</param>
    /// <param name="newId">The id of the new run, the same in each try.</param>
    /// <param name="currentDefinition">Use the current definition of the job.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="RefusalException">It cannot be redriven, or somebody else has redriven or purged it.</exception>
    internal async Task RedriveOnceAsync(
        Caller caller, string id, string newId, bool currentDefinition, CancellationToken cancellation)
    {
        var how = new RunRedrive { Definition = currentDefinition ? DefinitionChoice.Current : DefinitionChoice.Original };
        try
        {
            var (letter, shard) = await FindAsync(caller.Tenant, id, cancellation);
            await RedriveAsync(caller, new DeadLetterName(letter.Id, letter.RunId), shard, how, newId, cancellation);
        }
        catch (RefusalException refusal) when (refusal.Kind is not (RefusalKind.Unavailable or RefusalKind.Throttled))
        {
            if (!await ExistsAsync(caller.Tenant, id, cancellation))
            {
                // The new run and the end of the dead letter are one commit.
                if (RunId.TryParse(newId, map.Count, out var home)
                    && await storage.Tables.GetAsync(ShardMap.Partition(home), Keys.Run(newId), cancellation) is not null)
                {
                    return;
                }

                throw RefusalException.Conflict("it has been redriven or purged in the meantime");
            }

            if (refusal.Kind == RefusalKind.NotFound)
            {
                throw RefusalException.Conflict($"what it would repeat is gone: {refusal.Message}");
            }

            throw;
        }
    }

    private async Task<AcceptedRun> RedriveAsync(
        Caller caller,
        DeadLetterName letter,
        int shard,
        RunRedrive how,
        string? newId,
        CancellationToken cancellation,
        string? idempotencyKey = null)
    {
        if (letter.RunId is null)
        {
            throw RefusalException.Conflict($"dead letter '{letter.Id}' is an unreadable message without a run; it can only be purged");
        }

        var row = await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(letter.RunId), cancellation);
        var run = row is null ? null : RunColumns.TryRead(row);
        return run is null || run.Spec.Tenant != caller.Tenant
            ? throw RefusalException.NotFound("dead letter", letter.Id)
            : await redriver.RedriveAsync(
                shard,
                run,
                how.Input,
                how.Definition == DefinitionChoice.Current,
                caller.Actor,
                letter.Id,
                cancellation,
                newId,
                idempotencyKey);
    }

    private async Task<bool> ExistsAsync(string tenant, string id, CancellationToken cancellation) =>
        DeadLetterRow.TryParse(id, map.Count, out var shard)
        && await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.DeadLetter(tenant, id), cancellation) is not null;

    private async Task<(DeadLetter Letter, int Shard)> FindAsync(string tenant, string id, CancellationToken cancellation) =>
        DeadLetterRow.TryParse(id, map.Count, out var shard)
        && await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.DeadLetter(tenant, id), cancellation) is { } row
            ? (DeadLetterRow.Read(row, Keys.DeadLetterPrefix(tenant)), shard)
            : throw RefusalException.NotFound("dead letter", id);

    private sealed record DeadLetterName(string Id, string? RunId);
}
