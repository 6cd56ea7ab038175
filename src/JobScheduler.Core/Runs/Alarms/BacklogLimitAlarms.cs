using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The alarm of a run that may wait in the backlog for a limited time only. It stays when the run moves on, and then finds nothing.
/// </summary>
internal static class BacklogLimit
{
    /// <summary>The kind of its alarms.</summary>
    public const string KindName = "expiry";

    public static string KeyOf(string run, DateTimeOffset limit, DateTimeOffset now) =>
        new AlarmKey(limit > now ? limit : now, KindName, $"{run}~{Keys.Time(now)}");

    public static Columns Write(Token token) => new() { { RunColumns.Token, token } };
}

/// <summary>Ends runs whose time in the queue is over while they are still in the backlog.</summary>
public sealed class BacklogLimitAlarms(AlarmRounds rounds) : IAlarmHandler
{
    private const int RunsPerCommit = (StorageLimits.OperationsPerCommit / RunEndings.RowsPerEndOfWait) - 1;

    public string Kind => BacklogLimit.KindName;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        // Nearly all have moved on, and their tokens are gone.
        var tokens = await Task.WhenAll(alarms.Select(alarm => alarm.Columns.Text(RunColumns.Token)).OfType<string>()
            .Select(token => tick.GetAsync(token).AsTask()));
        var waiting = tokens.Select(row => row is null ? null : OpenRun.TryRead(row)).OfType<OpenRun>();
        foreach (var some in waiting.Chunk(RunsPerCommit))
        {
            await rounds.MoveAsync(
                tick,
                some,
                static (draft, run, skip) => RunMoves.EndWaiting(draft, run, RunEvent.Expired, RunReasons.QueueTimeout, skip));
        }

        // After the moves: if this process dies in between, they ring again.
        foreach (var some in alarms.Chunk(StorageLimits.OperationsPerCommit - 1))
        {
            await DeleteAsync(tick, some);
        }
    }

    private static async Task DeleteAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        var left = alarms.ToList();
        while (left.Count > 0)
        {
            var outcome = await tick.CommitAsync(draft => left.ForEach(alarm => draft.Delete(alarm.Key)));
            if (outcome.Succeeded)
            {
                return;
            }

            left.RemoveAll(alarm => alarm.Key == outcome.FailedKey);
        }
    }
}
