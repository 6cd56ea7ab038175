using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Alarms of lines: the clock moves a line whose place nobody has handed on, or that moves by the passing of time, and asks again while
/// runs are left in it.
/// </summary>
public sealed class TurnAlarms(LineSteps lines) : IAlarmHandler
{
    private const int AlarmsPerCommit = (StorageLimits.OperationsPerCommit / 2) - 1;

    public string Kind => TurnAlarm.Kind;

    public TimeSpan? Farthest => TurnAlarm.Farthest;

    /// <summary>The process that would have handed on a place is gone.</summary>
    public bool EndsWithProcess => true;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var some in alarms.Chunk(AlarmsPerCommit))
        {
            var states = new List<(Row Alarm, string Gate, LineState State)>();
            foreach (var alarm in some)
            {
                var gate = TurnAlarm.GateOf(alarm);
                states.Add((alarm, gate, await lines.MoveAsync(tick.Shard, gate)));
            }

            await SetAsync(tick, states);
        }
    }

    private static async Task SetAsync(ShardTick tick, List<(Row Alarm, string Gate, LineState State)> states)
    {
        while (states.Count > 0)
        {
            var outcome = await tick.CommitAsync(draft =>
            {
                foreach (var (alarm, gate, state) in states)
                {
                    // Whoever joins meanwhile writes it again, and needs it.
                    draft.Delete(alarm.Key, alarm.ETag);
                    if (state.HasRuns)
                    {
                        TurnAlarm.Set(draft, gate, state.NextAt);
                    }
                    else if (state.NextAt is { } at)
                    {
                        TurnAlarm.SetToClear(draft, gate, at);
                    }
                }
            });
            if (outcome.Succeeded)
            {
                return;
            }

            states.RemoveAll(item => item.Alarm.Key == outcome.FailedKey);
        }
    }
}
