using System.Text;
using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Cancels and redrives runs, and takes the word of targets that complete by callback.</summary>
public sealed class RunControl(
    IStorage storage, ShardWriter writer, ShardMap map, IEnumerable<ICancelListener> listeners, Redriver redriver, Payloads payloads, RunSignals signals, Entropy entropy, TimeProvider time)
{
    private const int Tries = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Cancels: a run that waits ends at once; one that is running is told so with its executor's next sign of life. Asking twice is
    /// no error.
    /// </summary>
    /// <exception cref="RefusalException">There is no such run in the tenant; or it has ended otherwise.</exception>
    public async Task<RunRecord> CancelAsync(Caller by, string id, CancellationToken cancellation)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var (run, row, shard) = await FindAsync(by.Tenant, id, cancellation);
            if (run.State.IsTerminal() || run.Cancel is not null)
            {
                return run.State is RunState.Canceled || !run.State.IsTerminal()
                    ? run
                    : throw RefusalException.Conflict($"run '{id}' has ended: {run.State.ToString().ToLowerInvariant()}");
            }

            var cancel = new RunCancel(Timestamp.Cut(time.GetUtcNow()), by.Actor);
            var held = HeldRun.Of(run, row);
            if (run.State == RunState.Running ? await MarkAsync(shard, held, cancel) : await EndAsync(shard, held, cancel))
            {
                foreach (var listener in listeners)
                {
                    listener.CancelRequested(id);
                }

                signals.Moved(id);
                return (await FindAsync(by.Tenant, id, cancellation)).Run;
            }
        }

        throw new RefusalException(RefusalKind.Unavailable, $"run '{id}' is being changed; try again", retryAfter: TimeSpan.FromSeconds(1));
    }

    /// <summary>Cancels if there is something to cancel.</summary>
    /// <returns>False: there is no such run, or it has ended by itself.</returns>
    internal async Task<bool> TryCancelAsync(Caller by, string? id)
    {
        try
        {
            return id is not null && await CancelAsync(by, id, CancellationToken.None) is not null;
        }
        catch (RefusalException refusal) when (refusal.Kind is RefusalKind.NotFound or RefusalKind.Conflict)
        {
            return false;
        }
    }

    /// <summary>A new run that repeats an ended one and names it; the dead letter of the old one, if any, is used up.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="id">The ended run.</param>
    /// <param name="input">Another input; null: the same.</param>
    /// <param name="currentDefinition">Take the job as it is now, not as it was.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="idempotencyKey">The same key and request give the same run; null: none.</param>
    /// <exception cref="RefusalException">There is no such run in the tenant; or it has not ended.</exception>
    public async Task<AcceptedRun> RedriveAsync(
        Caller by, string id, RawJson? input, bool currentDefinition, CancellationToken cancellation, string? idempotencyKey = null)
    {
        var (run, _, shard) = await FindAsync(by.Tenant, id, cancellation);
        return await redriver.RedriveAsync(shard, run, input, currentDefinition, by.Actor, deadLetter: null, cancellation, idempotencyKey: idempotencyKey);
    }

    /// <summary>A sign of life of a target that completes by callback.</summary>
    /// <returns>Whether someone asked for the run to be canceled.</returns>
    /// <exception cref="RefusalException">There is no such run; or the fence is not that of a running attempt.</exception>
    public async Task<bool> HeartbeatAsync(Caller by, string id, HeartbeatReport report, CancellationToken cancellation)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var (run, row, shard) = await FindAttemptAsync(by.Tenant, id, report.Fence, cancellation);
            var token = await storage.Tables.GetAsync(ShardMap.Partition(shard), run.Token, cancellation);
            if (token is null)
            {
                continue;
            }

            var progress = report.Progress is null && report.Message is null
                ? null
                : new RunProgress(report.Progress, report.Message is null ? null : AttemptError.Of("", report.Message).Message, Timestamp.Cut(time.GetUtcNow()));
            if (run.Cancel is not null)
            {
                // The limit stays where it is.
                return true;
            }

            if (run.Token.Kind == TokenKind.Lease)
            {
                // The executor has not let go yet, and keeps the run alive; what was reported is kept all the same.
                if (progress is null || await TryKeepAsync(shard, row, progress))
                {
                    return false;
                }

                continue;
            }

            var held = HeldRun.Of(run, row);
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft => LimitRow.Renew(draft, held, run.Claim!, token.ETag, progress), new Proof(run.Token, found => found is null), Patience));
            if (outcome.Succeeded)
            {
                return false;
            }
        }

        throw new RefusalException(RefusalKind.Unavailable, $"run '{id}' is being changed; try again", retryAfter: TimeSpan.FromSeconds(1));
    }

    /// <summary>Writes progress beside an executor's lease, under the run's own ETag: every move changes that, and the lease must stay as it is.</summary>
    private async Task<bool> TryKeepAsync(int shard, Row row, RunProgress progress)
    {
        var text = JsonSerializer.Serialize(progress, RunJson.Compact.RunProgress);
        var outcome = await writer.CommitAsync(shard, new CommitPart(
            draft => draft.Merge(row.Key, new Columns { { RunColumns.Progress, text } }, row.ETag),
            new Proof(row.Key, found => found?.Columns.Text(RunColumns.Progress) == text),
            Patience));
        return outcome.Succeeded;
    }

    /// <summary>Ends the attempt of a target that completes by callback.</summary>
    /// <exception cref="RefusalException">There is no such run; or the fence is not that of a running attempt.</exception>
    public async Task<RunRecord> CompleteAsync(Caller by, string id, Completion completion, CancellationToken cancellation)
    {
        var error = completion.Error is { } given ? AttemptError.Of(given.Type, given.Message) : AttemptError.Of("failed", "the target reported a failure");
        var end = completion.Outcome == CompletionOutcome.Succeeded
            ? AttemptEnd.Succeeded
            : new AttemptEnd(AttemptOutcome.Failed, error, null, completion.Retryable);
        Payload? result = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            var (run, row, shard) = await FindAttemptAsync(by.Tenant, id, completion.Fence, cancellation);
            var token = await storage.Tables.GetAsync(ShardMap.Partition(shard), run.Token, cancellation);
            if (token is null)
            {
                continue;
            }

            if (completion is { Outcome: CompletionOutcome.Succeeded, Result: { } json })
            {
                result ??= await payloads.KeepAsync(RunBlobs.Result(id, run.Attempt), "application/json", Encoding.UTF8.GetBytes(json.Text), inline: true, cancellation);
            }

            var held = HeldRun.Of(run, row);
            var finish = new AttemptFinish
            {
                Attempt = new AttemptRecord
                {
                    Number = run.Attempt,
                    Fence = run.Attempt,
                    ClaimId = run.Claim!.ClaimId,
                    Node = run.Claim.Node,
                    StartedAt = run.Claim.At,
                    Outcome = end.Outcome,
                    Error = end.Error,
                },
                Verdict = Verdict.Of(run.Spec.Retry, held.Step, end, LeaseMark.IsSet(token) || run.Cancel is not null, entropy.NextShare()),
                By = AttemptFinish.ByApi,
                TokenETag = token.ETag,
                Result = result,
                Logged = true,
            };
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft => RunEndings.Finish(draft, held, finish, RunMoves.SkipNothing), RunEndings.ProofOf(id, finish), Patience));
            if (outcome.Succeeded)
            {
                signals.Moved(id);
                return (await FindAsync(by.Tenant, id, cancellation)).Run;
            }
        }

        throw new RefusalException(RefusalKind.Unavailable, $"run '{id}' is being changed; try again", retryAfter: TimeSpan.FromSeconds(1));
    }

    private async Task<bool> MarkAsync(int shard, HeldRun run, RunCancel cancel)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(cancel, RunJson.Compact.RunCancel);
        var outcome = await writer.CommitAsync(shard, new CommitPart(
            draft =>
            {
                draft.Merge(run.Token, LeaseMark.Write());
                draft.Merge(Keys.Run(run.Id), new Columns { { RunColumns.Cancel, text } });
            },
            Proof.HasText(Keys.Run(run.Id), RunColumns.Cancel, text),
            Patience));
        return outcome.Succeeded;
    }

    private Task<bool> EndAsync(int shard, HeldRun run, RunCancel cancel) => WaitingMoves.TryAsync(
        writer, shard, run, (draft, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Canceled, RunReasons.Canceled, skip, cancel), Patience);

    private async Task<(RunRecord Run, Row Row, int Shard)> FindAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (RunId.TryParse(id, map.Count, out var shard)
            && await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), cancellation) is { } row
            && RunColumns.TryRead(row) is { } run
            && run.Spec.Tenant == tenant)
        {
            return (run, row, shard);
        }

        throw RefusalException.NotFound("run", id);
    }

    /// <summary>
    /// The run, when the fence is that of an attempt which its target completes. A quick target may do so before its executor has
    /// written that the work was taken; then the token is still the lease, and the completion consumes that.
    /// </summary>
    private async Task<(RunRecord Run, Row Row, int Shard)> FindAttemptAsync(string tenant, string id, long fence, CancellationToken cancellation)
    {
        var found = await FindAsync(tenant, id, cancellation);
        var run = found.Run;
        if (run.State != RunState.Running || run.Attempt != fence || run.Claim is null)
        {
            throw RefusalException.Conflict(
                $"fence {fence} is not that of a running attempt of run '{id}', which is {run.State.ToString().ToLowerInvariant()} at fence {run.Attempt}");
        }

        var byCallback = run.Token.Kind == TokenKind.Limit
            || run.Spec.TargetBlob is not null
            || run.Spec.Target is HttpTarget { Completion: HttpCompletion.Callback };
        return byCallback ? found : throw RefusalException.Conflict($"attempt {fence} of run '{id}' is completed by its executor, not by callback");
    }
}
