using System.Text.Json;
using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Writes the ends of attempts and of runs; the only place that does, for executor, API and clock alike.</summary>
public static class RunEndings
{
    /// <summary>
    /// The most rows that the end of one attempt writes: token, attempt, run, open, ended, slot, release, gate alarm, dead letter.
    /// </summary>
    public const int RowsPerFinish = 9;

    /// <summary>The most rows that the end of a waiting run writes: token, run, open, ended, slot, release, gate alarm.</summary>
    public const int RowsPerEndOfWait = 7;

    /// <summary>An idempotency key is kept at least this long after acceptance.</summary>
    public static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(24);

    /// <summary>Ends an attempt: the run ends, or waits for its next attempt, as the verdict says.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="run">The run; its step counts this attempt as started, its token is the lease or limit.</param>
    /// <param name="finish">The end of the attempt, and its verdict.</param>
    /// <param name="skip">Rows to leave out.</param>
    public static void Finish(CommitDraft draft, OpenRun run, AttemptFinish finish, IReadOnlySet<string> skip)
    {
        // An end wins over a cancel; a run that continues must not miss the mark of a cancel, which changed the ETag of the lease.
        draft.Delete(run.Token, finish.Verdict is Verdict.Ends ? null : finish.TokenETag);
        var step = finish.NextStep(run.Step, draft.Now);
        TimeSpan? delay = null;
        switch (finish.Verdict)
        {
            case Verdict.Ends ends:
                var end = new RunEnd(draft.Now, finish.Result, ends.State == RunState.Succeeded ? null : finish.Attempt.Error);
                End(draft, run with { Step = step }, ends.State, ends.Reason, end, Facts(step, finish), skip);
                break;
            case Verdict.Retries retries:
                delay = retries.Delay;
                step = step with { DueAt = Together(draft.Now + retries.Delay, retries.Delay) };
                GoOn(
                    draft,
                    run,
                    step,
                    retries.Delay <= RunPlaces.Lookahead ? RunEvent.RetrySoon : RunEvent.RetryLater,
                    alone: false,
                    Facts(step, finish),
                    skip);
                break;
            case Verdict.Again again:
                delay = TimeSpan.Zero;
                GoOn(draft, run, step with { Suspect = again.Suspect }, RunEvent.Released, again.Alone, Facts(step, finish), skip);
                break;
        }

        var attempt = Keys.Attempt(run.Id, finish.Attempt.Number);
        if (!skip.Contains(attempt))
        {
            var record = finish.Attempt with { EndedAt = draft.Now, NextDelay = delay };
            draft.Insert(attempt, new Columns
            {
                { RunColumns.ClaimId, finish.Attempt.ClaimId },
                { RunColumns.By, finish.By },
                { RunColumns.Record, JsonSerializer.Serialize(record, RunJson.Compact.AttemptRecord) },
            });
        }
    }

    /// <summary>The proof that this end took effect: the row of the attempt.</summary>
    public static Proof ProofOf(string run, AttemptFinish finish) => new(
        Keys.Attempt(run, finish.Attempt.Number),
        row => row?.Columns.Text(RunColumns.ClaimId) == finish.Attempt.ClaimId && row.Columns.Text(RunColumns.By) == finish.By);

    /// <summary>Everything about the end of a run except its token.</summary>
    internal static void End(
        CommitDraft draft,
        OpenRun run,
        RunState state,
        string? reason,
        RunEnd end,
        Columns facts,
        IReadOnlySet<string> skip,
        RunCancel? cancel = null)
    {
        var spec = run.Spec;
        var dead = state == RunState.Failed;
        var columns = facts.Merge(Columns.None);
        columns.Add(RunColumns.State, state.ToString());
        columns.Add(RunColumns.Reason, reason ?? "");
        columns.Add(RunColumns.Token, "");
        columns.Add(RunColumns.Ticket, run.Step.Ticket is null ? null : "");
        columns.Add(RunColumns.Open, (ColumnValue)false);
        columns.Add(RunColumns.End, JsonSerializer.Serialize(end, RunJson.Compact.RunEnd));
        columns.Add(RunColumns.Ended, (ColumnValue)end.At);

        // A dead letter keeps its run until it is redriven or purged.
        columns.Add(RunColumns.KeepUntil, dead ? null : (ColumnValue?)KeepUntil(spec, end.At));
        columns.Add(RunColumns.Cancel, cancel is null ? null : JsonSerializer.Serialize(cancel, RunJson.Compact.RunCancel));
        RunMoves.MergeRun(draft, run, columns, skip);

        if (spec.JobId is not null)
        {
            var open = Keys.Open(spec.Tenant, spec.JobId, run.Id);
            if (!skip.Contains(open))
            {
                draft.Delete(open);
            }

            var ended = Keys.Ended(spec.Tenant, spec.JobId, run.Id);
            if (!skip.Contains(ended))
            {
                draft.Insert(ended, new Columns { { RunColumns.State, state.ToString() }, { RunColumns.Ended, (ColumnValue)end.At } });
            }
        }

        Passage.GiveBack(draft, run, run.Step, skip);
        if (spec.Gate is not null)
        {
            var ended = new GateAlarm(spec.Tenant, spec.JobId!, spec.Gate, spec.IsAwaited ? spec.ScheduleId : null, run.Id);
            draft.Insert(GateAlarm.KeyOf(run.Id, end.At), ended.Write(), waits: true);

            // With the rule "skip" nothing waits for the slot: the next fire finds it free, because its alarm is later than this one.
            var mayQueue = spec.Overlap is not (null or OverlapRule.Skip);
            draft.WakesClock |= spec.IsAwaited || mayQueue;
            if (mayQueue)
            {
                draft.Lines.Add(new LineHint(Keys.GatePrefix(spec.Tenant, spec.JobId!, spec.Gate), IsFreed: true));
            }
        }

        if (dead)
        {
            var letter = DeadLetterRow.Of(run, end);
            draft.Insert(Keys.DeadLetter(spec.Tenant, letter.Id), letter.Write());
            draft.DeadLetters.Add((QueueNames.Poison(QueueNames.Of(spec.Priority)), letter.Id));
        }
    }

    /// <summary>When an ended run, and with it its idempotency key, may be deleted.</summary>
    public static DateTimeOffset KeepUntil(RunSpec spec, DateTimeOffset ended)
    {
        var until = spec.Retention < DateTimeOffset.MaxValue - ended ? ended + spec.Retention : DateTimeOffset.MaxValue;
        var key = spec.KeyHash is null ? until : spec.CreatedAt + KeyLifetime;
        return key > until ? key : until;
    }

    /// <summary>
    /// Rounds the due time of a retry up, so that retries coincide: runs due at the same instant are claimed in one commit.
    /// </summary>
    private static DateTimeOffset Together(DateTimeOffset due, TimeSpan delay)
    {
        var grain = delay > RunPlaces.Lookahead ? TimeSpan.FromSeconds(1)
            : delay > TimeSpan.FromSeconds(1) ? TimeSpan.FromMilliseconds(100)
            : TimeSpan.FromMilliseconds(1);
        var late = due.UtcTicks % grain.Ticks;
        return late == 0 || DateTimeOffset.MaxValue - due < grain ? Timestamp.Cut(due) : due.AddTicks(grain.Ticks - late);
    }

    private static void GoOn(
        CommitDraft draft, OpenRun run, RunStep step, RunEvent happened, bool alone, Columns facts, IReadOnlySet<string> skip)
    {
        // A limit is passed anew by each attempt; the slot of an overlap rule stays.
        step = Passage.GiveBack(draft, run, step, skip);
        var state = RunTransitions.After(run.State, happened);
        var place = state == RunState.Retrying ? Place.Start : alone ? Place.QueueAlone : Place.Queue;
        RunMoves.MergeRun(draft, run, facts.Merge(RunPlaces.Put(draft, run, step, place)), skip);
    }

    /// <summary>The columns of a run that count its attempts.</summary>
    internal static Columns Counters(RunStep step) => new()
    {
        { RunColumns.Attempt, (ColumnValue)(long)step.Attempt },
        { RunColumns.Failures, (ColumnValue)(long)step.Failures },
        { RunColumns.Lost, (ColumnValue)(long)step.Lost },
    };

    /// <summary>The same after an attempt, with its exact start: it may have begun a little after its claim.</summary>
    private static Columns Facts(RunStep step, AttemptFinish finish)
    {
        var attempt = finish.Attempt;
        var facts = Counters(step);
        facts.Add(
            RunColumns.Claim,
            JsonSerializer.Serialize(new RunClaim(attempt.ClaimId, attempt.Node, attempt.StartedAt), RunJson.Compact.RunClaim));
        facts.Add(
            RunColumns.Progress,
            finish.Progress is null ? null : JsonSerializer.Serialize(finish.Progress, RunJson.Compact.RunProgress));
        facts.Add(RunColumns.Logged, finish.Logged ? (ColumnValue?)true : null);
        return facts;
    }
}
