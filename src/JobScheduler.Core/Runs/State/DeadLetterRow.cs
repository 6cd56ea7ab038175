using System.Buffers;
using System.Text.Json;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// A dead letter in its shard. Its id is the inverted time of death and the run, so that the newest come first and the id alone
/// leads to the row. A raw message has an id of the same form, without a run.
/// </summary>
internal static class DeadLetterRow
{
    public const string RunColumn = "run";
    public const string CauseColumn = "cause";
    public const string TitleColumn = "title";
    public const string ErrorColumn = "error";
    public const string AttemptsColumn = "attempts";
    public const string DeadAtColumn = "deadAt";
    public const string MessageColumn = "message";

    /// <summary>Messages are kept up to this many characters.</summary>
    private const int LongestMessage = 8 * 1024;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static DeadLetter Of(OpenRun run, RunEnd end) => new()
    {
        Id = Id(end.At, run.Id),
        RunId = run.Id,
        JobId = run.Spec.JobId,
        Cause = DeadLetterCauses.Of(run.Spec.Target, run.Spec.JobId, end.Error),
        Error = end.Error,
        Attempts = run.Step.Attempt,
        DeadAt = end.At,
    };

    /// <summary>An unreadable message; <paramref name="place"/> is a new id in the form of a run id.</summary>
    public static DeadLetter OfMessage(string queue, string body, string place, DateTimeOffset now)
    {
        var error = AttemptError.Of("message:unreadable", $"a message in queue {queue} is not one of this version's");
        return new DeadLetter
        {
            Id = Id(now, place),
            Cause = DeadLetterCauses.Of(null, null, error),
            Error = error,
            Attempts = 0,
            DeadAt = now,
            Message = Cut(body),
        };
    }

    /// <summary>Never in the middle of a character.</summary>
    private static string Cut(string body) => body.Length <= LongestMessage ? body
        : body[..(char.IsHighSurrogate(body[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage)];

    public static string Id(DateTimeOffset deadAt, string run) => $"{RunId.InvertedTime(deadAt)}-{run}";

    /// <summary>The run in a well-formed id.</summary>
    public static string RunOf(string id) => id[13..];

    /// <summary>The shard of a well-formed id.</summary>
    public static bool TryParse(string id, int shardCount, out int shard)
    {
        shard = -1;
        return id.Length == 45 && id[12] == '-' && id.AsSpan(0, 12).ContainsAnyExcept(Digits) is false
            && RunId.TryParse(id[13..], shardCount, out shard);
    }

    public static Columns Write(this DeadLetter letter) => new()
    {
        { RunColumn, letter.RunId },
        { RunColumns.Job, letter.JobId },
        { CauseColumn, letter.Cause.Id },
        { TitleColumn, letter.Cause.Title },
        { ErrorColumn, letter.Error is null ? null : JsonSerializer.Serialize(letter.Error, RunJson.Compact.AttemptError) },
        { AttemptsColumn, (ColumnValue)(long)letter.Attempts },
        { DeadAtColumn, (ColumnValue)letter.DeadAt },
        { MessageColumn, letter.Message },
    };

    /// <param name="row">The row.</param>
    /// <param name="prefix">The prefix of the tenant's dead letters.</param>
    public static DeadLetter Read(Row row, string prefix)
    {
        var columns = row.Columns;
        return new DeadLetter
        {
            Id = row.Key[prefix.Length..],
            RunId = columns.Text(RunColumn),
            JobId = columns.Text(RunColumns.Job),
            Cause = new DeadLetterCause(columns.Text(CauseColumn) ?? "", columns.Text(TitleColumn) ?? ""),
            Error = columns.Json(ErrorColumn, RunJson.Default.AttemptError),
            Attempts = (int)(columns.Number(AttemptsColumn) ?? 0),
            DeadAt = columns.Time(DeadAtColumn) ?? DateTimeOffset.MinValue,
            Message = columns.Text(MessageColumn),
        };
    }
}
