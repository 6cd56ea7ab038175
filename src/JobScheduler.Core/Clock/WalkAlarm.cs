using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>The alarm of a walk over a shard: where it is, or when the next one begins.</summary>
internal static class WalkAlarm
{
    private const string ContinuationColumn = "continuation";

    public static string? Continuation(Row alarm) => alarm.Columns.Text(ContinuationColumn) is { Length: > 0 } text ? text : null;

    public static Columns At(string? continuation) => new() { { ContinuationColumn, continuation } };

    /// <summary>On to the next page at once, or to the next walk after the period.</summary>
    public static Task MoveAsync(ShardTick tick, Row alarm, string? continuation, TimeSpan period) => tick.CommitAsync(draft =>
    {
        draft.Delete(alarm.Key);
        var at = continuation is null ? draft.Now + period : draft.Now.AddMilliseconds(1);
        draft.Insert(Keys.Alarm(at, Keys.AlarmKindOf(alarm.Key)!, "walk"), At(continuation));
    });
}
