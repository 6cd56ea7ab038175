using JobScheduler.DeadLetters;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Text;

namespace JobScheduler.Runs;

/// <summary>Repeats ended runs. The dead letter is used up in the commit that makes the new run, so that it cannot be redriven twice.</summary>
public sealed class Redriver(RunDrafter drafter, ShardWriter writer, IStorage storage, Entropy entropy, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="shard">Where the run lives.</param>
    /// <param name="run">An ended run.</param>
    /// <param name="input">Another input; null: the same.</param>
    /// <param name="currentDefinition">Take the job as it is now.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="deadLetter">The dead letter that is redriven, which must still be there; null: whichever there is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="newId">The id of the new run; null: a fresh one.</param>
    /// <exception cref="RefusalException">The run has not ended; or its dead letter was redriven or purged.</exception>
    internal async Task<Run> RedriveAsync(
        int shard, Run run, RawJson? input, bool currentDefinition, string actor, string? deadLetter, CancellationToken cancellation, string? newId = null)
    {
        if (run.End is null)
        {
            throw RefusalException.Conflict($"run '{run.Id}' has not ended; cancel it first, or wait");
        }

        var id = newId ?? RunId.Create(shard, time.GetUtcNow(), entropy.NextBits());
        var again = await drafter.DraftAgainAsync(run, input, currentDefinition, actor, id, cancellation);
        var letter = Keys.DeadLetter(run.Spec.Tenant, deadLetter ?? DeadLetterRow.Id(run.End.At, run.Id));
        var withLetter = deadLetter is not null || await storage.Tables.GetAsync(ShardMap.Partition(shard), letter, cancellation) is not null;
        while (true)
        {
            var now = default(DateTimeOffset);
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    now = draft.Now;
                    RunMoves.Accept(draft, again.Run, again.Place, null);
                    if (withLetter)
                    {
                        draft.Delete(letter);
                        draft.Merge(Keys.Run(run.Id), new Columns { { RunColumns.KeepUntil, (ColumnValue)RunEndings.KeepUntil(run.Spec, run.End.At) } });
                    }
                },
                Proof.Exists(Keys.Run(id)),
                Patience));
            if (outcome.Succeeded)
            {
                return again.ToRun(now);
            }

            if (outcome.FailedKey != letter || deadLetter is not null)
            {
                throw RefusalException.Conflict(outcome.FailedKey == letter
                    ? $"dead letter '{deadLetter}' was redriven or purged meanwhile"
                    : $"run '{run.Id}' cannot be redriven: {outcome.FailedKey} is {outcome.Failure}");
            }

            withLetter = false;
        }
    }
}
