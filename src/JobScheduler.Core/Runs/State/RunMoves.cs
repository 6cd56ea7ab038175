using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The moves of unfinished runs. Each consumes the run's one token, writes the next one, and changes the run's row, in one
/// commit; so of two who want to move a run, one fails. Nothing else writes tokens.
/// </summary>
/// <remarks>
/// <c>skip</c> names rows that an earlier try found missing or in the way; they are left out, so that one bad row, edited by
/// hand, cannot keep a run from going on.
/// </remarks>
public static class RunMoves
{
    /// <summary>Rows that <see cref="Accept"/> writes for a run, besides a shared guard.</summary>
    public const int RowsPerAccept = 4;

    /// <summary>Rows that <see cref="Claim"/> writes for a run, besides a shared guard.</summary>
    public const int RowsPerClaim = 3;

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

    /// <summary>A run that is not run on purpose: it begins with its end, so that nothing that was due goes without a word.</summary>
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

    /// <summary>A fire that was handed to a queue ahead of its time is taken back, without a trace: its time has not come.</summary>
    public static void TakeBack(CommitDraft draft, OpenRun run)
    {
        draft.Delete(run.Token);
        draft.Delete(Keys.Run(run.Id));
        draft.Delete(Keys.Open(run.Spec.Tenant, run.Spec.JobId!, run.Id));
    }

    /// <summary>A waiting run goes on to another place.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="run">The run with its present token.</param>
    /// <param name="step">How far it is then.</param>
    /// <param name="place">Where it waits then.</param>
    /// <param name="skip">Rows to leave out.</param>
    public static void Move(CommitDraft draft, OpenRun run, RunStep step, Place place, IReadOnlySet<string> skip)
    {
        draft.Delete(run.Token);
        MergeRun(draft, run, RunPlaces.Put(draft, run, step, place), skip);
    }

    /// <summary>An executor takes a queued run: Running, under a lease.</summary>
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
            { RunColumns.Claim, JsonSerializer.Serialize(claim, RunJson.Compact.RunClaim) },
            { RunColumns.Progress, "" },
        });
        return token;
    }

    /// <summary>A sign of life: the lease moves, under its ETag, so that the mark of a cancel is noticed.</summary>
    /// <returns>The lease under its new name.</returns>
    public static Token Renew(CommitDraft draft, OpenRun run, string claimId, string? etag, TimeSpan lease, RunProgress? progress)
    {
        var token = LeaseOf(run.Id, claimId, draft.Now + lease);
        draft.Delete(run.Token, etag);
        draft.Insert(token, []);
        draft.Merge(Keys.Run(run.Id), new Columns
        {
            { RunColumns.Token, token },
            { RunColumns.Progress, progress is null ? null : JsonSerializer.Serialize(progress, RunJson.Compact.RunProgress) },
        });
        return token;
    }

    /// <summary>Ends a run that no attempt holds: canceled or expired while it waited.</summary>
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

    /// <summary>What a run's row says from its acceptance on.</summary>
    private static Columns Facts(OpenRun run) => new()
    {
        { RunColumns.Tenant, run.Spec.Tenant },
        { RunColumns.Job, run.Spec.JobId },
        { RunColumns.Schedule, run.Spec.ScheduleId },
        { RunColumns.Batch, run.Spec.BatchId },
        { RunColumns.Due, (ColumnValue)run.Spec.DueAt },
        { RunColumns.Spec, run.SpecText },
    };

    /// <summary>Changes the run's row, unless it is known to be gone.</summary>
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

/// <summary>Moves a run that waits, around rows that are missing or in the way.</summary>
internal static class WaitingMoves
{
    /// <returns>False: its token is gone, because somebody else moved the run first.</returns>
    /// <exception cref="Storage.StorageException">Storage failed for longer than the patience.</exception>
    public static async Task<bool> TryAsync(
        ShardWriter writer, int shard, OpenRun run, Action<CommitDraft, IReadOnlySet<string>> move, TimeSpan patience)
    {
        var skip = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var outcome = await writer.CommitAsync(
                shard, new CommitPart(draft => move(draft, skip), new Proof(run.Token, row => row is null), patience));
            if (outcome.Succeeded || outcome.FailedKey == run.Token)
            {
                return outcome.Succeeded;
            }

            if (!skip.Add(outcome.FailedKey!))
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of run {run.Id}: {outcome.Failure}");
            }
        }
    }
}
