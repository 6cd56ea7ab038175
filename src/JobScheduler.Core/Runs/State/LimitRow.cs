using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The token of a run whose target completes by callback: an alarm at the end of the attempt's time, or of its silence. A
/// heartbeat moves it, a completion consumes it, and when it rings the clock ends the attempt.
/// </summary>
internal static class LimitRow
{
    private const string StartedColumn = "started";

    /// <summary>Replaces the lease of an executor by the limit of a target.</summary>
    public static void Swap(CommitDraft draft, OpenRun run, RunClaim claim, string? leaseETag)
    {
        draft.Delete(run.Token, leaseETag);
        Put(draft, run, claim);
    }

    /// <summary>Moves the limit after a heartbeat, under its ETag.</summary>
    public static void Renew(CommitDraft draft, OpenRun run, RunClaim claim, string etag, RunProgress? progress)
    {
        var key = KeyOf(run, claim, draft.Now);
        var text = progress is null ? null : JsonSerializer.Serialize(progress, RunJson.Compact.RunProgress);
        var columns = new Columns
        {
            { RunColumns.Progress, text }, { RunColumns.Logged, progress?.Logged is null ? null : (ColumnValue?)true },
        };
        if (key.Key != run.Token.Key)
        {
            draft.Delete(run.Token, etag);
            Put(draft, run, claim, columns);
        }
        else
        {
            // Without a heartbeat timeout only the run timeout counts, and that does not move.
            draft.Merge(run.Token, [], etag);
            draft.Merge(Keys.Run(run.Id), columns);
        }
    }

    public static Proof ProofOf(OpenRun run) => new(
        Keys.Run(run.Id), row => Token.Read(row?.Columns.Text(RunColumns.Token)).Kind == TokenKind.Limit);

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
/// The mark that a cancel leaves on the lease of a running attempt: it changes the ETag of the lease, so that the next beat notices it.
/// </summary>
internal static class LeaseMark
{
    private const string Column = "cancel";

    public static Columns Write() => new() { { Column, (ColumnValue)true } };

    public static bool IsSet(Row lease) => lease.Columns.Flag(Column);
}
