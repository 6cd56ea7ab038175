using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>
/// Time went back behind the last tick. First, rows of features that are ahead of the present are brought back (<see cref="IRewound"/>);
/// then alarms that a fast clock has set farther ahead than their kind allows are recalled: otherwise nothing would be cleaned up or
/// repaired, and no lease would end, until that time. In steps of a page each, so that a tick stays short.
/// </summary>
internal sealed class RewindAlarms(IEnumerable<IRewound> rewound, AlarmHandlers handlers) : IAlarmHandler
{
    /// <summary>The kind of its alarms.</summary>
    public const string KindName = "rewind";

    /// <summary>
    /// Clocks are never exact: smaller differences, of time behind the last tick or of an alarm beyond the bound of its kind, are not a
    /// leap. A minute is also how late a fire may be before it counts as missed.
    /// </summary>
    internal static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    private const int RowsPerStep = 100;

    private readonly IRewound[] _rewound = [.. rewound.OrderBy(rows => rows.Prefix, StringComparer.Ordinal)];

    public string Kind => KindName;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            // The position is the last key that was visited, whatever the kind of its row.
            var position = Walk.PositionOf(alarm) ?? _rewound.FirstOrDefault()?.Prefix ?? AlarmKey.From(tick.Now);
            var at = Array.FindIndex(_rewound, rows => position.StartsWith(rows.Prefix, StringComparison.Ordinal));
            var next = at >= 0 ? await RewindAsync(tick, at, position) : await RecallAsync(tick, position);
            await Walk.GoOnAsync(tick, alarm, next is null ? null : Walk.At(next));
        }
    }

    /// <returns>The key after which the next step continues.</returns>
    private async Task<string> RewindAsync(ShardTick tick, int at, string after)
    {
        var rows = _rewound[at];
        var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, rows.Prefix) with { From = after + "-", Limit = RowsPerStep });
        foreach (var row in page.Rows)
        {
            await rows.RewindAsync(tick.Shard, row);
        }

        return page.Continuation is not null && page.Rows.Count > 0 ? page.Rows[^1].Key
            : at + 1 < _rewound.Length ? _rewound[at + 1].Prefix
            : AlarmKey.From(tick.Now);
    }

    /// <returns>The key after which the next step continues; null: the rewind is done.</returns>
    private async Task<string?> RecallAsync(ShardTick tick, string after)
    {
        var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, AlarmKey.Prefix) with { From = after + "-", Limit = RowsPerStep });
        foreach (var row in page.Rows)
        {
            await RecallAsync(tick, row);
        }

        return page.Continuation is not null && page.Rows.Count > 0 ? page.Rows[^1].Key : null;
    }

    private async Task RecallAsync(ShardTick tick, Row alarm)
    {
        var key = AlarmKey.Read(alarm.Key);
        if (handlers.Of(key.Kind) is { Farthest: { } farthest } handler && key.At > tick.Now + farthest + Slack)
        {
            await AlarmMove.TryAsync(tick, alarm, key with { At = tick.Now + handler.RecalledIn }, handler.OwnerOf(alarm));
        }
    }
}
