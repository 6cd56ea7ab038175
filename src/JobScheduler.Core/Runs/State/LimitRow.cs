using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The token of a run whose target completes by callback: an alarm at the end of the attempt's time, or of its silence. The API's
/// heartbeat moves it; complete consumes it; the clock, when it rings, ends the attempt.
/// </summary>
internal static class LimitRow
{
    private const string StartedColumn = "started";

    /// <summary>The lease of an executor becomes the limit of a target.</summary>
    public static void Swap(CommitDraft draft, OpenRun run, RunClaim claim, string? leaseETag)
    {
        draft.Delete(run.Token, leaseETag);
        Put(draft, run, claim);
    }

    /// <summary>A heartbeat moves the limit, under its ETag.</summary>
    public static void Renew(CommitDraft draft, OpenRun run, RunClaim claim, string etag, RunProgress? progress)
    {
        var key = KeyOf(run, claim, draft.Now);
        var columns = new Columns { { RunColumns.Progress, progress is null ? null : System.Text.Json.JsonSerializer.Serialize(progress, RunJson.Compact.RunProgress) } };
        if (key.Key != run.Token.Key)
        {
            draft.Delete(run.Token, etag);
            Put(draft, run, claim, columns);
        }
        else
        {
            // Without a heartbeat limit only the run limit counts, and that does not move.
            draft.Merge(run.Token, [], etag);
            draft.Merge(Keys.Run(run.Id), columns);
        }
    }

    public static Proof ProofOf(OpenRun run) => new(
        Keys.Run(run.Id), row => Token.Read(row?.Columns.Text(RunColumns.Token)).Kind == TokenKind.Limit);

    /// <summary>Whether the run limit is over, as opposed to the heartbeat limit.</summary>
    public static bool IsRunLimit(OpenRun run, RunClaim claim, DateTimeOffset now) => now >= End(claim.At, run.Spec.Timeouts.Run);

    private static void Put(CommitDraft draft, OpenRun run, RunClaim claim, Columns? more = null)
    {
        var key = KeyOf(run, claim, draft.Now);
        draft.Insert(key, new Columns { { StartedColumn, (ColumnValue)claim.At } });
        draft.Merge(Keys.Run(run.Id), new Columns { { RunColumns.Token, key } }.Merge(more ?? Columns.None));
    }

    private static Token KeyOf(OpenRun run, RunClaim claim, DateTimeOffset now)
    {
        var end = End(claim.At, run.Spec.Timeouts.Run);
        var silence = run.Spec.Timeouts.Heartbeat is { } limit ? End(now, limit) : DateTimeOffset.MaxValue;
        return Token.AtAlarm(TokenKind.Limit, silence < end ? silence : end, run.Id, claim.ClaimId);
    }

    private static DateTimeOffset End(DateTimeOffset from, TimeSpan limit) =>
        limit < DateTimeOffset.MaxValue - from ? from + limit : DateTimeOffset.MaxValue;
}

/// <summary>
/// The mark that a cancel leaves on the lease of a running attempt: it changes the lease's ETag, so that the next beat meets it.
/// </summary>
internal static class LeaseMark
{
    private const string Column = "cancel";

    public static Columns Write() => new() { { Column, (ColumnValue)true } };

    public static bool IsSet(Row lease) => lease.Columns.Flag(Column);
}
