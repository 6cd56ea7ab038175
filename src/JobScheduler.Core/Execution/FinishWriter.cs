using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>Writes how attempts ended, many in one commit.</summary>
public sealed class FinishWriter(
    ShardWriter writer, IStorage storage, RunSignals signals, Entropy entropy, TimeProvider time, ILogger<FinishWriter> logger)
{
    /// <summary>
    /// Much longer than a lease lives: after an outage the clock gives executors time to say what has become of their attempts, however
    /// long it was. Nothing more is claimed meanwhile, so no more wait than there are slots.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>
    /// Writes them all. An attempt whose lease is gone is refused and its outcome recorded as late. When storage fails for an hour, it
    /// gives up and the clock takes over.
    /// </summary>
    internal async Task WriteAsync(int shard, IReadOnlyList<PendingFinish> finished)
    {
        // Drawn once, so that retries of one flush are due together and share messages.
        var chance = entropy.NextShare();
        await Task.WhenAll(Chunks(finished).Select(chunk => WriteAsync(shard, chunk, chance)));
    }

    /// <summary>
    /// A run whose end cannot be written must not cost the others of its message their outcomes: after a failure each is written alone. One
    /// that fails alone is written without its texts; if that fails too, the clock ends it when its lease is over.
    /// </summary>
    private async Task WriteAsync(int shard, List<PendingFinish> chunk, double chance)
    {
        try
        {
            await WriteChunkAsync(shard, chunk, chance);
        }
        catch (Exception error) when (chunk.Count > 1)
        {
            logger.FinishesSplit(error, shard, chunk.Count);
            await Task.WhenAll(chunk.Select(item => WriteAsync(shard, [item], chance)));
        }
        catch (Exception error) when (!chunk[0].IsBare)
        {
            logger.FinishCutShort(error, chunk[0].Run.Id, chunk[0].Run.Step.Attempt);
            chunk[0].IsBare = true;
            await WriteAsync(shard, chunk, chance);
        }
        catch (Exception error)
        {
            logger.FinishImpossible(error, chunk[0].Run.Id, chunk[0].Run.Step.Attempt);
        }
    }

    private static IEnumerable<List<PendingFinish>> Chunks(IReadOnlyList<PendingFinish> finished)
    {
        var chunk = new List<PendingFinish>();
        var rows = 0;
        foreach (var item in finished)
        {
            // A finish writes up to 9 rows; a retry 4, and the guard of its message, which the following ones may share.
            var own = RunEndings.RowsPerFinish
                - (item.End?.Outcome == AttemptOutcome.Succeeded ? 1 : 0)
                - (item.Run.Spec.Limits is null ? 2 : 0)
                - (item.Run.Spec.Gate is null ? 1 : 0);
            if (rows + own > StorageLimits.OperationsPerCommit)
            {
                yield return chunk;
                chunk = [];
                rows = 0;
            }

            chunk.Add(item);
            rows += own;
        }

        yield return chunk;
    }

    private async Task WriteChunkAsync(int shard, List<PendingFinish> chunk, double chance)
    {
        foreach (var item in chunk.FindAll(item => item.LeaseETag is null && item.End?.Outcome != AttemptOutcome.Succeeded))
        {
            await LearnETagAsync(shard, item);
        }

        while (chunk.Count > 0)
        {
            var finishes = chunk.ConvertAll(item => item.End is null ? null : Finish(item, item.End, chance));
            PartOutcome outcome;
            try
            {
                outcome = await writer.CommitAsync(shard, new CommitPart(
                    draft =>
                    {
                        for (var i = 0; i < chunk.Count; i++)
                        {
                            if (finishes[i] is { } finish)
                            {
                                RunEndings.Finish(draft, chunk[i].Run, finish, chunk[i].Skip);
                            }
                            else
                            {
                                LimitRow.Swap(draft, chunk[i].Run, chunk[i].Running.Claim, chunk[i].LeaseETag);
                            }
                        }
                    },
                    finishes[0] is { } first ? RunEndings.ProofOf(chunk[0].Run.Id, first) : LimitRow.ProofOf(chunk[0].Run),
                    Patience));
            }
            catch (StorageException error) when (error.IsTransient)
            {
                logger.FinishesGivenUp(error, shard, chunk.Count);
                return;
            }

            if (outcome.Succeeded)
            {
                for (var i = 0; i < chunk.Count; i++)
                {
                    Report(chunk[i], finishes[i]);
                }

                return;
            }

            var at = chunk.FindIndex(item => BelongsTo(outcome.FailedKey!, item.Run));
            if (at < 0)
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of finished attempts: {outcome.Failure}");
            }

            if (!await AdaptAsync(shard, chunk[at], outcome))
            {
                chunk.RemoveAt(at);
            }
        }
    }

    private static bool BelongsTo(string key, OpenRun run) => key == run.Token || key.Contains(run.Id, StringComparison.Ordinal);

    private static AttemptFinish Finish(PendingFinish item, AttemptEnd end, double chance)
    {
        var step = item.Run.Step;
        if (item.IsBare && end.Error is { } error)
        {
            end = end with { Error = AttemptError.Of(error.Type, "its message could not be stored") };
        }

        var verdict = Verdict.Of(item.Run.Spec.Retry, step, end, item.CancelRequested, chance);
        var claim = item.Running.Claim with { At = item.Running.StartedAt };
        return AttemptFinish.Of(step.Attempt, claim, end, verdict, AttemptFinish.ByExecutor).ClaimedAt(item.Running.Claim.At) with
        {
            TokenETag = item.LeaseETag,
            Result = item.Result,
            Progress = item.IsBare ? null : item.Running.Progress.AtEnd(end.Outcome),
            Logged = item.Running.Log.HasLines,
        };
    }

    /// <returns>False: the attempt is no longer ours to finish.</returns>
    private async Task<bool> AdaptAsync(int shard, PendingFinish item, PartOutcome outcome)
    {
        if (outcome.FailedKey != item.Run.Token)
        {
            logger.OddRow(item.Run.Id, outcome.FailedKey!, outcome.Failure);
            return item.Skip.Add(outcome.FailedKey!)
                ? true
                : throw new InvalidOperationException(
                    $"row {outcome.FailedKey} stands in the way of a finished attempt: {outcome.Failure}");
        }

        var row = await GetAsync(shard, Keys.Run(item.Run.Id));
        var run = row is null ? null : RunColumns.TryRead(row);
        if (run is null || run.State != RunState.Running || run.Claim?.ClaimId != item.Running.Claim.ClaimId)
        {
            await RecordLateAsync(shard, item);
            return false;
        }

        // Still ours: a beat has moved the lease, or a cancel has marked it.
        item.Run = item.Run with { Token = run.Token, Step = item.Run.Step with { Saved = OpenRun.Of(run, row!).Step.Saved } };
        item.CancelRequested |= run.Cancel is not null;
        await LearnETagAsync(shard, item);
        return true;
    }

    /// <summary>A run that goes on must not miss a cancel mark, so its lease is deleted under its ETag.</summary>
    private async Task LearnETagAsync(int shard, PendingFinish item)
    {
        if (await GetAsync(shard, item.Run.Token) is { } lease)
        {
            item.LeaseETag = lease.ETag;
            item.CancelRequested |= LeaseMark.IsSet(lease);
        }
    }

    /// <summary>Reads as patiently as it writes: a failed read must not cost the attempt.</summary>
    private async Task<Row?> GetAsync(int shard, string key)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            try
            {
                return await storage.Tables.GetAsync(ShardMap.Partition(shard), key, CancellationToken.None);
            }
            catch (StorageException error) when (error.IsTransient && time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(error.RetryAfter ?? TimeSpan.FromSeconds(1), time);
            }
        }
    }

    private async Task RecordLateAsync(int shard, PendingFinish item)
    {
        if (item.End is null)
        {
            // Its target was faster and has already completed the work.
            return;
        }

        logger.LateFinish(item.Run.Id, item.Run.Step.Attempt, item.End?.Outcome);
        if (item.End is { Outcome: not (AttemptOutcome.Lost or AttemptOutcome.HandedBack) } end)
        {
            await LateResults.RecordAsync(
                writer, shard, item.Run.Id, item.Run.Step.Attempt, new LateOutcome(time.GetUtcNow(), end.Outcome, end.Error));
        }
    }

    private void Report(PendingFinish item, AttemptFinish? finish)
    {
        var run = item.Run;
        var name = run.Spec.JobId ?? run.Spec.Name ?? "-";
        var error = finish?.Attempt.Error;
        var elapsed = (time.GetUtcNow() - item.Running.StartedAt).TotalMilliseconds;
        switch (finish?.Verdict)
        {
            case Verdict.Ends { State: RunState.Failed } ends:
                logger.RunFailed(run.Id, name, run.Step.Attempt, elapsed, ends.Reason, error?.Type, LoggedMessage.Of(error));
                break;
            case Verdict.Ends ends:
                logger.RunEnded(run.Id, name, ends.State, run.Step.Attempt, elapsed);
                break;
            case Verdict.Retries retries:
                logger.AttemptRetried(
                    run.Id, name, run.Step.Attempt, error?.Type, LoggedMessage.Of(error), Duration.Format(retries.Delay));
                break;
            case Verdict.Again:
                logger.AttemptHandedBack(run.Id, name, run.Step.Attempt);
                break;
            default:
                logger.WorkTaken(run.Id, name, run.Step.Attempt);
                break;
        }

        signals.Moved(run.Id);
    }
}

/// <summary>An attempt whose target has ended and whose outcome is not written yet.</summary>
/// <param name="Running">The attempt.</param>
/// <param name="End">How it ended; null: the target accepted the work and completes it through the API.</param>
/// <param name="Result">Of a success.</param>
internal sealed record PendingFinish(RunningAttempt Running, AttemptEnd? End, Payload? Result)
{
    /// <summary>Rows found missing or in the way when it was written.</summary>
    public HashSet<string> Skip { get; } = new(StringComparer.Ordinal);

    /// <summary>Its texts are left out, because it could not be written with them.</summary>
    public bool IsBare { get; set; }

    /// <summary>The run with the lease that the next try has to name.</summary>
    public OpenRun Run { get; set; } = Running.Run;

    public string? LeaseETag { get; set; } = Running.LeaseETag;

    public bool CancelRequested { get; set; } = Running.CancelRequested;
}
