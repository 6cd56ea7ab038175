using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>The columns of a run, its tokens and its attempts, and how they are read.</summary>
public static class RunColumns
{
    public const string Spec = "spec";
    public const string Step = "step";
    public const string State = "state";
    public const string Reason = "reason";
    public const string Token = "token";
    public const string Tenant = "tenant";
    public const string Job = "job";
    public const string Schedule = "schedule";
    public const string Batch = "batch";
    public const string Due = "due";
    public const string Attempt = "attempt";
    public const string Failures = "failures";
    public const string Lost = "lost";
    public const string Passed = "passed";
    public const string Ticket = "ticket";
    public const string Dispatched = "dispatched";
    public const string RetryAt = "retryAt";
    public const string Claim = "claim";
    public const string Progress = "progress";
    public const string Cancel = "cancel";

    /// <summary>What an attempt saved last for the next one: JSON text.</summary>
    public const string Saved = "saved";
    public const string End = "end";
    public const string Ended = "ended";
    public const string KeepUntil = "keepUntil";

    /// <summary>True until the run has ended; what repair filters by.</summary>
    public const string Open = "open";

    /// <summary>Whether the run's log blob may exist.</summary>
    public const string Logged = "logged";

    /// <summary>Attempt rows: the claim that ended it, and who wrote the row.</summary>
    public const string ClaimId = "claimId";
    public const string By = "by";
    public const string Record = "record";
    public const string Late = "late";

    /// <summary>The run, or null if the row is not a readable run (edited by hand).</summary>
    public static RunRecord? TryRead(Row row)
    {
        var columns = row.Columns;
        if (!row.Key.StartsWith(Shards.Keys.RunPrefix, StringComparison.Ordinal)
            || columns.Json(Spec, RunJson.Default.RunSpec) is not { } spec
            || !Enum.TryParse<RunState>(columns.Text(State), out var state))
        {
            return null;
        }

        var attempt = (int)(columns.Number(Attempt) ?? 0);
        return new RunRecord
        {
            Id = row.Key[Shards.Keys.RunPrefix.Length..],
            Spec = spec,
            State = state,
            Reason = NullIfEmpty(columns.Text(Reason)),
            Attempt = attempt,
            Failures = (int)(columns.Number(Failures) ?? 0),
            Lost = (int)(columns.Number(Lost) ?? 0),
            Passed = (int)(columns.Number(Passed) ?? 0),
            Ticket = NullIfEmpty(columns.Text(Ticket)),
            DispatchedAt = columns.Time(Dispatched),
            RetryAt = attempt > 0 && state is RunState.Retrying or RunState.Queued ? columns.Time(RetryAt) : null,
            Claim = columns.Json(Claim, RunJson.Default.RunClaim),
            Progress = columns.Json(Progress, RunJson.Default.RunProgress),
            Cancel = columns.Json(Cancel, RunJson.Default.RunCancel),
            End = columns.Json(End, RunJson.Default.RunEnd),
            Token = Shards.Token.Read(columns.Text(Token)),
        };
    }

    /// <summary>The state in the row of a run, or in the one by which an ended run of a job is found; null if it is not readable.</summary>
    public static RunState? StateOf(Columns columns) => Enum.TryParse<RunState>(columns.Text(State), out var state) ? state : null;

    /// <summary>The attempt, or null if the row is not a readable attempt.</summary>
    public static AttemptRecord? TryReadAttempt(Row row) =>
        row.Columns.Json(Record, RunJson.Default.AttemptRecord) is { } attempt
            ? attempt with { Late = row.Columns.Json(Late, RunJson.Default.LateOutcome), By = row.Columns.Text(By) }
            : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
