using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>The alarm of a message: rings at doubling intervals until its runs are claimed.</summary>
public sealed record GuardRow(string Key, string Message, string Queue, DateTimeOffset DispatchedAt, int Rings)
{
    private const string MessageColumn = "message";
    private const string QueueColumn = "queue";
    private const string DispatchedColumn = "dispatched";
    private const string RingsColumn = "rings";

    /// <summary>The kind of its alarm.</summary>
    public const string Kind = "guard";

    /// <summary>60 minutes.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(60);

    /// <summary>Until the guard rings again: 1, 2, 4 … 60 minutes.</summary>
    public static TimeSpan Interval(int rings) => rings >= 6 ? LongestInterval : TimeSpan.FromMinutes(1 << rings);

    public static string KeyOf(string message, DateTimeOffset act) => new AlarmKey(act, Kind, message);

    public static Columns Write(string message, string queue, DateTimeOffset dispatchedAt, int rings) => new()
    {
        { MessageColumn, message },
        { QueueColumn, queue },
        { DispatchedColumn, dispatchedAt },
        { RingsColumn, rings },
    };

    /// <summary>Null if the row is not a guard.</summary>
    public static GuardRow? TryRead(Row row) =>
        row.Columns.Text(MessageColumn) is { } message && row.Columns.Text(QueueColumn) is { } queue
            ? new GuardRow(
                row.Key,
                message,
                queue,
                row.Columns.Time(DispatchedColumn) ?? DateTimeOffset.MinValue,
                (int)(row.Columns.Number(RingsColumn) ?? 0))
            : null;
}
