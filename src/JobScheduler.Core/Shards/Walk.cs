using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// Work over many rows in steps of a page each, so that a tick stays short. Its position is in its alarm; a crash repeats a step,
/// which then finds less to do.
/// </summary>
public static class Walk
{
    private const string ContinuationColumn = "continuation";

    /// <summary>The position of a walk over one shard; null at its start.</summary>
    public static string? PositionOf(Row alarm) => alarm.Columns.Text(ContinuationColumn) is { Length: > 0 } text ? text : null;

    /// <summary>The columns of the alarm of a walk over one shard.</summary>
    public static Columns At(string? position) => new() { { ContinuationColumn, position } };

    /// <summary>Continues with the next step at once, after whatever else is due.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="alarm">The alarm of this step; it is consumed.</param>
    /// <param name="next">The columns of the alarm of the next step; null: the walk is done.</param>
    public static Task GoOnAsync(ShardTick tick, Row alarm, Columns? next) => tick.CommitAsync(draft =>
    {
        draft.Delete(alarm.Key);
        if (next is not null)
        {
            draft.Insert(AlarmKey.Read(alarm.Key) with { At = draft.Now.AddMilliseconds(1) }, next);
        }
    });

    /// <summary>Continues with the next page at once, or starts again after the period.</summary>
    public static Task RepeatAsync(ShardTick tick, Row alarm, string? position, TimeSpan period) => tick.CommitAsync(draft =>
    {
        draft.Delete(alarm.Key);
        draft.Insert(
            AlarmKey.Read(alarm.Key) with { At = position is null ? draft.Now + period : draft.Now.AddMilliseconds(1) }, At(position));
    });
}

/// <summary>The position of a walk over the rows of one prefix in all shards.</summary>
/// <param name="Shard">The shard being walked.</param>
/// <param name="After">The last row visited there; null at its start.</param>
public readonly record struct WalkPosition(int Shard = 0, string? After = null)
{
    private const int RowsPerStep = 100;

    /// <summary>Visits the rows of one page, all at once.</summary>
    /// <returns>Where the next step continues; null if the walk is done.</returns>
    public async Task<WalkPosition?> StepAsync(IStorage storage, ShardMap map, string prefix, Func<int, Row, Task> visit)
    {
        if (Shard >= map.Count)
        {
            return null;
        }

        var shard = Shard;
        var query =
            RowQuery.Prefix(ShardMap.Partition(shard), prefix) with { From = After is null ? prefix : After + "-", Limit = RowsPerStep };
        var page = await storage.Tables.ReadAsync(query, CancellationToken.None);
        await Task.WhenAll(page.Rows.Select(row => visit(shard, row)));
        return page.Continuation is not null && page.Rows.Count > 0 ? new WalkPosition(shard, page.Rows[^1].Key)
            : shard + 1 < map.Count ? new WalkPosition(shard + 1)
            : null;
    }
}
