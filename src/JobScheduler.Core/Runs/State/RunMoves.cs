using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The moves of open runs. Each consumes the only token of the run, writes the next one, and changes the row of the run, in one commit;
/// so if two moves compete, one fails. Nothing else writes tokens.
/// </summary>
/// <remarks>
/// <c>skip</c> names rows that failed in an earlier try, because they were missing or existed; they are left out, so that one bad row,
/// edited by hand, cannot block a run.
/// </remarks>
public static class RunMoves
{
    public static readonly IReadOnlySet<string> SkipNothing = new HashSet<string>();

    /// <summary>A new run, with its first token.</summary>
    public static void Accept(CommitDraft draft, OpenRun run, Place place, string? keyRecord)
    {
        var spec = run.Spec;
        var columns = Facts(run);
        columns.Add(RunColumns.Open, (ColumnValue)true);
        draft.Insert(Keys.Run(run.Id), columns.Merge(RunPlaces.Put(draft, run, run.Step, place)));
        if (spec.JobId is not null)
        {
            draft.Insert(Keys.Open(spec.Tenant, spec.JobId, run.Id), []);
        }

        if (spec.KeyHash is not null)
        {
            draft.Insert(Keys.IdempotencyKey(spec.Tenant, spec.JobId, spec.KeyHash), new Columns { { RunColumns.Record, keyRecord } });
        }
    }

    /// <summary>
    /// Records a run that is skipped on purpose: it starts as ended, so that nothing that was due disappears without a trace.
    /// </summary>
    public static void Record(CommitDraft draft, OpenRun run, string reason)
    {
        var spec = run.Spec;
        var columns = Facts(run);
        columns.Add(RunColumns.State, nameof(RunState.Skipped));
        columns.Add(RunColumns.Reason, reason);
        columns.Add(RunColumns.Token, "");
        columns.Add(RunColumns.Open, (ColumnValue)false);
        columns.Add(RunColumns.End, JsonSerializer.Serialize(new RunEnd(draft.Now, null, null), RunJson.Compact.RunEnd));
        columns.Add(RunColumns.Ended, (ColumnValue)draft.Now);
        columns.Add(RunColumns.KeepUntil, (ColumnValue)RunEndings.KeepUntil(spec, draft.Now));
        draft.Insert(Keys.Run(run.Id), columns);
        draft.Insert(
            Keys.Ended(spec.Tenant, spec.JobId!, run.Id),
            new Columns { { RunColumns.State, nameof(RunState.Skipped) }, { RunColumns.Ended, (ColumnValue)draft.Now } });
    }

    /// <summary>Takes back a fire that was dispatched ahead of its time, without a trace.</summary>
    public static void TakeBack(CommitDraft draft, OpenRun run)
    {
        draft.Delete(run.Token);
        draft.Delete(Keys.Run(run.Id));
        draft.Delete(Keys.Open(run.Spec.Tenant, run.Spec.JobId!, run.Id));
    }

    /// <summary>Moves a waiting run to another place.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="run">The run with its current token.</param>
    /// <param name="step">Its new step.</param>
    /// <param name="place">Its new place.</param>
    /// <param name="skip">Rows to leave out.</param>
    public static void Move(CommitDraft draft, OpenRun run, RunStep step, Place place, IReadOnlySet<string> skip)
    {
        draft.Delete(run.Token);

        // While its job is paused, it must not keep others from their turn.
        step = place switch
        {
            Place.Paused => Passage.GiveBack(draft, run, step, skip),
            Place.HostLine => Passage.GiveBackPlace(draft, run, step),
            _ => step,
        };
        MergeRun(draft, run, RunPlaces.Put(draft, run, step, place), skip);
    }

    /// <summary>Claims a queued run for an executor: Running, under a lease.</summary>
    /// <returns>The lease.</returns>
    public static Token Claim(CommitDraft draft, OpenRun run, RunClaim claim, TimeSpan lease)
    {
        var token = LeaseOf(run.Id, claim.ClaimId, draft.Now + lease);
        draft.Delete(run.Token);
        draft.Insert(token, []);
        draft.Merge(Keys.Run(run.Id), new Columns
        {
            { RunColumns.State, RunTransitions.After(run.State, RunEvent.Claimed).ToString() },
            { RunColumns.Token, token },
            { RunColumns.Attempt, (ColumnValue)(run.Step.Attempt + 1L) },
            { RunColumns.Passed, run.Token.Kind == TokenKind.Ticket ? (ColumnValue?)(ColumnValue)(long)Granted(run).Passed : null },
            { RunColumns.Claim, JsonSerializer.Serialize(claim, RunJson.Compact.RunClaim) },
            { RunColumns.Progress, "" },
        });
        return token;
    }

    /// <summary>The step of a run that is in a message, and may be executed: one with a ticket was granted its place.</summary>
    public static RunStep Granted(OpenRun run) =>
        run.Token.Kind == TokenKind.Ticket ? run.Step with { Passed = run.Spec.Limits!.Count } : run.Step;

    /// <summary>Renews a lease, under its ETag, so that the mark of a cancel is noticed.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="run">The run with its lease.</param>
    /// <param name="claimId">Whose lease it is.</param>
    /// <param name="etag">Of the lease.</param>
    /// <param name="lease">How long it lasts from now on.</param>
    /// <param name="report">What the attempt reports and saves.</param>
    /// <returns>The lease under its new name.</returns>
    public static Token Renew(CommitDraft draft, OpenRun run, string claimId, string? etag, TimeSpan lease, AttemptReport report)
    {
        var token = LeaseOf(run.Id, claimId, draft.Now + lease);
        if (token == run.Token)
        {
            // The second renewal within a millisecond: under the same name nobody could tell afterwards whether it was written.
            token = LeaseOf(run.Id, claimId, draft.Now + lease + TimeSpan.FromMilliseconds(1));
        }

        draft.Delete(run.Token, etag);
        draft.Insert(token, []);
        draft.Merge(Keys.Run(run.Id), new Columns
        {
            { RunColumns.Token, token },
            {
                RunColumns.Progress,
                report.Progress is null ? null : JsonSerializer.Serialize(report.Progress, RunJson.Compact.RunProgress)
            },
            { RunColumns.Saved, report.State?.Text },
        });
        return token;
    }

    /// <summary>Ends a waiting run: canceled, expired or skipped.</summary>
    public static void EndWaiting(
        CommitDraft draft, OpenRun run, RunEvent happened, string reason, IReadOnlySet<string> skip, RunCancel? cancel = null)
    {
        draft.Delete(run.Token);
        RunEndings.End(
            draft,
            run,
            RunTransitions.After(run.State, happened),
            reason,
            new RunEnd(draft.Now, null, null),
            RunEndings.Counters(run.Step),
            skip,
            cancel);
    }

    /// <summary>The columns of a run that never change.</summary>
    private static Columns Facts(OpenRun run) => new()
    {
        { RunColumns.Tenant, run.Spec.Tenant },
        { RunColumns.Job, run.Spec.JobId },
        { RunColumns.Schedule, run.Spec.ScheduleId },
        { RunColumns.Batch, run.Spec.BatchId },
        { RunColumns.Due, (ColumnValue)run.Spec.DueAt },
        { RunColumns.Spec, run.SpecText },
    };

    /// <summary>Changes the row of the run, unless that is known to be gone.</summary>
    internal static void MergeRun(CommitDraft draft, OpenRun run, Columns columns, IReadOnlySet<string> skip)
    {
        var key = Keys.Run(run.Id);
        if (!skip.Contains(key))
        {
            draft.Merge(key, columns);
        }
    }

    private static Token LeaseOf(string run, string claimId, DateTimeOffset act) => Token.AtAlarm(TokenKind.Lease, act, run, claimId);
}

/// <summary>Moves a waiting run, leaving out rows that fail.</summary>
internal static class WaitingMoves
{
    /// <returns>False: its token is gone, because another move was faster.</returns>
    /// <exception cref="Storage.StorageException">Storage failed for longer than the patience.</exception>
    public static async Task<bool> TryAsync(
        ShardWriter writer, int shard, OpenRun run, Action<CommitDraft, IReadOnlySet<string>> move, TimeSpan patience)
    {
        var skip = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var outcome = await writer.CommitAsync(
                shard, new CommitPart(draft => move(draft, skip), Proof.Gone(run.Token), patience));
            if (outcome.Succeeded || outcome.FailedKey == run.Token)
            {
                return outcome.Succeeded;
            }

            if (!skip.Add(outcome.FailedKey!))
            {
                throw new InvalidOperationException($"run {run.Id} cannot be moved: row {outcome.FailedKey} is {outcome.Failure}");
            }
        }
    }
}
