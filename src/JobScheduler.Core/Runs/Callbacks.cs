using System.Text;
using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>The reports of targets that complete by callback: heartbeats, and the end of the attempt.</summary>
public sealed class Callbacks(
    RunFinder runs,
    IStorage storage,
    ShardWriter writer,
    Payloads payloads,
    CompletionTokens tokens,
    RunSignals signals,
    Entropy entropy,
    TimeProvider time)
{
    private const int Tries = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A heartbeat of a target that completes by callback.</summary>
    /// <param name="by">Who reports.</param>
    /// <param name="grant">Of the completion token that the report came with; null: it came with another credential.</param>
    /// <param name="id">The run.</param>
    /// <param name="report">The report.</param>
    /// <param name="cancellation">Ends the wait for storage.</param>
    /// <returns>Whether the run was requested to be canceled.</returns>
    /// <exception cref="RefusalException">There is no such run, or the fence is not that of a running attempt.</exception>
    public async Task<bool> HeartbeatAsync(
        Caller by, CompletionGrant? grant, string id, HeartbeatReport report, CancellationToken cancellation)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var found = await FindAttemptAsync(by.Tenant, grant, id, report.Fence, cancellation);
            var run = found.Run;
            var token = await storage.Tables.GetAsync(found.Partition, run.Token, cancellation);
            if (token is null)
            {
                continue;
            }

            CallbackLog? news = report.Progress is null && report.Message is null
                ? null
                : CallbackLog.Of(run.Attempt, run.Progress, RunProgress.After(
                    run.Progress,
                    report.Progress,
                    report.Message is null ? null : AttemptError.Of("", Masked(run, report.Message)).Message,
                    Timestamp.Cut(time.GetUtcNow())));
            var progress = news?.Progress;
            if (run.Cancel is not null)
            {
                // The limit stays where it is.
                return true;
            }

            if (run.Token.Kind == TokenKind.Lease)
            {
                // The executor has not handed over yet, and keeps the run alive; the report is stored all the same.
                if (progress is null || await TryKeepAsync(found, progress))
                {
                    await WriteAsync(id, news);
                    return false;
                }

                continue;
            }

            var open = found.Open;
            var outcome = await writer.CommitAsync(found.Shard, new CommitPart(
                draft => LimitRow.Renew(draft, open, run.Claim!, token.ETag, progress),
                Proof.Gone(run.Token),
                Patience));
            if (outcome.Succeeded)
            {
                await WriteAsync(id, news);
                return false;
            }
        }

        throw Crowded(id);
    }

    /// <summary>Adds lines to the log of a run whose target completes by callback.</summary>
    /// <param name="by">Who reports.</param>
    /// <param name="grant">Of the completion token that the report came with; null: it came with another credential.</param>
    /// <param name="id">The run.</param>
    /// <param name="report">The lines.</param>
    /// <param name="cancellation">Ends the wait for storage.</param>
    /// <exception cref="RefusalException">There is no such run, or the fence is not that of a running attempt.</exception>
    public async Task<LogAnswer> LogAsync(
        Caller by, CompletionGrant? grant, string id, LogReport report, CancellationToken cancellation)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var found = await FindAttemptAsync(by.Tenant, grant, id, report.Fence, cancellation);
            var (run, now) = (found.Run, Timestamp.Cut(time.GetUtcNow()));
            var mask = ReportMask.Of(run, tokens.Create(run.Spec.Tenant, run.Id, run.Attempt));
            LogLine LineOf(ReportedLine line)
            {
                var at = line.At is { } known && known < now ? (known > run.Claim!.At ? known : run.Claim.At) : now;
                return new LogLine(Timestamp.Cut(at), run.Attempt, line.Level, RunLog.Cut(mask.Apply(line.Message)));
            }

            var (log, kept) = CallbackLog.Of(run.Attempt, run.Progress, [.. report.Lines.Select(LineOf)], now);
            if (log.Lines.Count == 0 || await TryKeepAsync(found, log.Progress))
            {
                await WriteAsync(id, log);
                return new LogAnswer(kept, report.Lines.Count - kept);
            }
        }

        throw Crowded(id);
    }

    private static RefusalException Crowded(string id) =>
        new(RefusalKind.Unavailable, $"run '{id}' is being changed; try again", retryAfter: TimeSpan.FromSeconds(1));

    private Task WriteAsync(string run, CallbackLog? news) => news?.WriteAsync(run, storage.Blobs) ?? Task.CompletedTask;

    /// <summary>
    /// Writes progress without a move of the run, under the ETag of its row, which every move changes: while an executor has the lease,
    /// that must not change.
    /// </summary>
    private async Task<bool> TryKeepAsync(FoundRun found, RunProgress progress)
    {
        var text = JsonSerializer.Serialize(progress, RunJson.Compact.RunProgress);
        var outcome = await writer.CommitAsync(found.Shard, new CommitPart(
            draft => draft.Merge(
                found.Row.Key,
                new Columns { { RunColumns.Progress, text }, { RunColumns.Logged, progress.Logged is null ? null : (ColumnValue?)true } },
                found.Row.ETag),
            Proof.HasText(found.Row.Key, RunColumns.Progress, text),
            Patience));
        return outcome.Succeeded;
    }

    /// <summary>Ends the attempt of a target that completes by callback.</summary>
    /// <param name="by">Who reports.</param>
    /// <param name="grant">Of the completion token that the report came with; null: it came with another credential.</param>
    /// <param name="id">The run.</param>
    /// <param name="completion">How the attempt ended.</param>
    /// <param name="cancellation">Ends the wait for storage.</param>
    /// <exception cref="RefusalException">There is no such run, or the fence is not that of a running attempt.</exception>
    public async Task<RunRecord> CompleteAsync(
        Caller by, CompletionGrant? grant, string id, Completion completion, CancellationToken cancellation)
    {
        Payload? result = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            var found = await FindAttemptAsync(by.Tenant, grant, id, completion.Fence, cancellation);
            var run = found.Run;
            var token = await storage.Tables.GetAsync(found.Partition, run.Token, cancellation);
            if (token is null)
            {
                continue;
            }

            if (completion is { Outcome: CompletionOutcome.Succeeded, Result: { } json })
            {
                result ??= await payloads.KeepAsync(
                    RunBlobs.Result(id, run.Attempt), "application/json", Encoding.UTF8.GetBytes(json.Text), inline: true, cancellation);
            }

            var open = found.Open;
            var end = EndOf(run, completion);
            var isCanceled = LeaseMark.IsSet(token) || run.Cancel is not null;
            var verdict = Verdict.Of(run.Spec.Retry, open.Step, end, isCanceled, entropy.NextShare());
            var finish = AttemptFinish.Of(run.Attempt, run.Claim!, end, verdict, AttemptFinish.ByApi) with
            {
                TokenETag = token.ETag,
                Result = result,
                Progress = run.Progress?.AtEnd(end.Outcome),
                Logged = true,
            };
            var outcome = await writer.CommitAsync(found.Shard, new CommitPart(
                draft => RunEndings.Finish(draft, open, finish, RunMoves.SkipNothing), RunEndings.ProofOf(id, finish), Patience));
            if (outcome.Succeeded)
            {
                signals.Moved(id);
                return (await runs.FindAsync(by.Tenant, id, cancellation)).Run;
            }
        }

        throw Crowded(id);
    }

    private string Masked(RunRecord run, string text) =>
        ReportMask.Of(run, tokens.Create(run.Spec.Tenant, run.Id, run.Attempt)).Apply(text);

    private AttemptEnd EndOf(RunRecord run, Completion completion)
    {
        if (completion.Outcome == CompletionOutcome.Succeeded)
        {
            return AttemptEnd.Succeeded;
        }

        // The type is not masked: retry policies name it.
        var error = completion.Error is { } given
            ? AttemptError.Of(given.Type, Masked(run, given.Message ?? ""))
            : AttemptError.Of("failed", "the target reported a failure");
        return new AttemptEnd(AttemptOutcome.Failed, error, null, completion.Retryable);
    }

    /// <summary>
    /// The run, if the fence is that of an attempt that its target completes. A quick target may report before the executor has
    /// written that the work was taken over; then the token of the run is still the lease, and a completion consumes that. Whoever has the
    /// completion token of the attempt is its target, whatever the kind: nobody else is given it.
    /// </summary>
    private async Task<FoundRun> FindAttemptAsync(
        string tenant, CompletionGrant? grant, string id, long fence, CancellationToken cancellation)
    {
        var found = await runs.FindAsync(tenant, id, cancellation);
        var run = found.Run;
        if (run.State != RunState.Running || run.Attempt != fence || run.Claim is null)
        {
            throw RefusalException.Conflict(
                $"fence {fence} is not that of a running attempt of run '{id}', "
                + $"which is {run.State.ToString().ToLowerInvariant()} at fence {run.Attempt}");
        }

        var byCallback = grant == new CompletionGrant(tenant, id, fence)
            || run.Token.Kind == TokenKind.Limit
            || run.Spec.TargetBlob is not null
            || run.Spec.Target is HttpTarget { Completion: HttpCompletion.Callback };
        return byCallback
            ? found
            : throw RefusalException.Conflict($"attempt {fence} of run '{id}' is completed by its executor, not by callback");
    }
}
