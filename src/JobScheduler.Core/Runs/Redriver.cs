using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Repeats ended runs. The dead letter is removed in the commit that creates the new run, so that it cannot be redriven twice.
/// </summary>
public sealed class Redriver(RunFinder runs, RunDrafter drafter, ShardWriter writer, IStorage storage, Entropy entropy, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Creates a run that repeats an ended one and refers to it; the dead letter of the old run, if any, is removed.</summary>
    /// <param name="by">The caller.</param>
    /// <param name="id">The ended run.</param>
    /// <param name="input">A new input; null: the same.</param>
    /// <param name="currentDefinition">Use the current definition of the job instead of the original one.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <param name="idempotencyKey">The same key with the same request returns the same run; null: none.</param>
    /// <exception cref="RefusalException">There is no such run in the tenant, or it has not ended.</exception>
    public async Task<AcceptedRun> RedriveAsync(
        Caller by, string id, RawJson? input, bool currentDefinition, CancellationToken cancellation, string? idempotencyKey = null)
    {
        var found = await runs.FindAsync(by.Tenant, id, cancellation);
        return await RedriveAsync(
            found.Shard, found.Run, input, currentDefinition, by.Actor, deadLetter: null, cancellation, idempotencyKey: idempotencyKey);
    }

    /// <param name="shard">The shard of the run.</param>
    /// <param name="run">An ended run.</param>
    /// <param name="input">A new input; null: the same.</param>
    /// <param name="currentDefinition">Use the current definition of the job.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="deadLetter">The dead letter to redrive, which must still exist; null: that of the run, if any.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <param name="newId">The id of the new run; null: a new one.</param>
    /// <param name="idempotencyKey">The same key with the same request returns the same run; null: none.</param>
    /// <exception cref="RefusalException">
    /// The run has not ended, its dead letter was redriven or purged, or the key was used with another request.
    /// </exception>
    internal async Task<AcceptedRun> RedriveAsync(
        int shard,
        RunRecord run,
        RawJson? input,
        bool currentDefinition,
        string actor,
        string? deadLetter,
        CancellationToken cancellation,
        string? newId = null,
        string? idempotencyKey = null)
    {
        if (run.End is null)
        {
            throw RefusalException.Conflict($"run '{run.Id}' has not ended; cancel it first, or wait");
        }

        var id = newId ?? RunId.Create(shard, time.GetUtcNow(), entropy.NextBits());
        var keyHash = idempotencyKey is null ? null : RunDrafter.Hash(idempotencyKey);
        var record = keyHash is null ? null : new KeyRecord(id, RunDrafter.Hash($"redrive {run.Id} {currentDefinition} {input?.Text}"));
        var keyRow = keyHash is null ? null : Keys.IdempotencyKey(run.Spec.Tenant, run.Spec.JobId, keyHash);
        if (keyRow is not null && await FindReplayAsync(shard, keyRow, record!, cancellation) is { } replayed)
        {
            return replayed;
        }

        var again = await drafter.DraftAgainAsync(run, input, currentDefinition, actor, id, record, keyHash, cancellation);
        var letter = Keys.DeadLetter(run.Spec.Tenant, deadLetter ?? DeadLetterRow.Id(run.End.At, run.Id));
        var withLetter = deadLetter is not null
            || await storage.Tables.GetAsync(ShardMap.Partition(shard), letter, cancellation) is not null;
        while (true)
        {
            var now = default(DateTimeOffset);
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    now = draft.Now;
                    RunMoves.Accept(
                        draft, again.Run, again.Place, record is null ? null : JsonSerializer.Serialize(record, RunJson.Default.KeyRecord));
                    if (withLetter)
                    {
                        draft.Delete(letter);
                        draft.Merge(
                            Keys.Run(run.Id),
                            new Columns { { RunColumns.KeepUntil, (ColumnValue)RunEndings.KeepUntil(run.Spec, run.End.At) } });
                    }
                },
                Proof.Exists(Keys.Run(id)),
                Patience));
            if (outcome.Succeeded)
            {
                return new AcceptedRun(again.ToRun(now), false);
            }

            // Another request with the same key was faster, and may have removed the dead letter as well.
            if (keyRow is not null && await FindReplayAsync(shard, keyRow, record!, cancellation) is { } other)
            {
                return other;
            }

            if (outcome.FailedKey != letter || deadLetter is not null)
            {
                throw RefusalException.Conflict(outcome.FailedKey == letter
                    ? $"dead letter '{deadLetter}' has been redriven or purged in the meantime"
                    : $"run '{run.Id}' cannot be redriven: {outcome.FailedKey} is {outcome.Failure}");
            }

            withLetter = false;
        }
    }

    /// <summary>The run that was accepted under the key before; null if there is none.</summary>
    private async Task<AcceptedRun?> FindReplayAsync(int shard, string key, KeyRecord asked, CancellationToken cancellation)
    {
        var partition = ShardMap.Partition(shard);
        if (await storage.Tables.GetAsync(partition, key, cancellation) is not { } row
            || row.Columns.Json(RunColumns.Record, RunJson.Default.KeyRecord) is not { } found)
        {
            return null;
        }

        if (found.Fingerprint != asked.Fingerprint)
        {
            throw RefusalException.Invalid("Idempotency-Key", $"was used for run {found.Run} with another request; use a new key");
        }

        return await storage.Tables.GetAsync(partition, Keys.Run(found.Run), cancellation) is { } accepted
            && RunColumns.TryRead(accepted) is { } run
            ? new AcceptedRun(run, true)
            : throw RefusalException.Conflict("the run accepted under this idempotency key is being deleted; try again");
    }
}
