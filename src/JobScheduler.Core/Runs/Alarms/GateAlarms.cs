using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Gate alarms: a gated run has ended. Its slot goes to the first run in the queue, and a schedule that waits for the end continues.
/// </summary>
public sealed class GateAlarms(Dispatch dispatch, RunSignals signals, IEnumerable<IRunEnded> awaiting) : IAlarmHandler
{
    private const int MostTries = 20;

    public string Kind => GateAlarm.Kind;

    public TimeSpan? Farthest => TimeSpan.Zero;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        var left = new List<(string Alarm, GateAlarm Ended)>(alarms.Count);
        foreach (var alarm in alarms)
        {
            if (GateAlarm.TryRead(alarm) is not { } ended)
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            if (ended.Schedule is not null)
            {
                foreach (var waiter in awaiting)
                {
                    await waiter.AfterEndAsync(tick, ended, AlarmKey.TimeOf(alarm.Key));
                }
            }

            left.Add((alarm.Key, ended));
        }

        foreach (var (alarm, ended) in await ReleaseFreeAsync(tick, left))
        {
            await ReleaseAsync(tick, alarm, ended);
        }
    }

    /// <summary>Releases slots that nobody waits for, the usual case, many in one commit.</summary>
    /// <returns>The remaining alarms.</returns>
    private static async Task<List<(string Alarm, GateAlarm Ended)>> ReleaseFreeAsync(
        ShardTick tick, List<(string Alarm, GateAlarm Ended)> all)
    {
        var gates = all.GroupBy(item => Keys.GatePrefix(item.Ended.Tenant, item.Ended.Job, item.Ended.Gate)).ToList();
        if (gates.Count < 2)
        {
            return all;
        }

        var views = await GateReads.ReadAsync(tick, gates.Select(gate => gate.Key));
        var left = new List<(string, GateAlarm)>();
        var free = new List<(string Alarm, GateAlarm Ended, string? SlotETag)>();
        foreach (var gate in gates)
        {
            var item = gate.First();
            if (gate.Count() == 1
                && views.TryGetValue(gate.Key, out var view)
                && view.Queue.Count == 0
                && (view.Holder is null || view.Holder == item.Ended.Run))
            {
                free.Add((item.Alarm, item.Ended, view.SlotETag));
            }
            else
            {
                left.AddRange(gate);
            }
        }

        foreach (var some in free.Chunk(StorageLimits.OperationsPerCommit / 2 - 1))
        {
            var outcome = await tick.CommitAsync(draft =>
            {
                foreach (var (alarm, ended, etag) in some)
                {
                    draft.Delete(alarm);
                    if (etag is not null)
                    {
                        draft.Delete(Keys.Slot(ended.Tenant, ended.Job, ended.Gate), etag);
                    }
                }
            });
            if (!outcome.Succeeded)
            {
                left.AddRange(some.Select(item => (item.Alarm, item.Ended)));
            }
        }

        return left;
    }

    private async Task ReleaseAsync(ShardTick tick, string alarm, GateAlarm ended)
    {
        for (var tries = 0; !await TryReleaseAsync(tick, alarm, ended); tries++)
        {
            if (tries == MostTries)
            {
                throw new InvalidOperationException($"gate {ended.Gate} of job {ended.Job} cannot be released");
            }
        }
    }

    /// <returns>False: the gate has changed meanwhile; it is read again.</returns>
    private async Task<bool> TryReleaseAsync(ShardTick tick, string alarm, GateAlarm ended)
    {
        var gate = Keys.GatePrefix(ended.Tenant, ended.Job, ended.Gate);
        var view = await GateMoves.ReadAsync(tick.Tables, tick.Partition, gate);
        var (next, at, gone) = view.Holder is null
            ? await GateMoves.FirstAsync(tick.Tables, tick.Partition, view)
            : (null, "", [.. view.Queue.Where(place => place.Run == ended.Run).Select(place => place.Key)]);
        var place = next is null ? Place.Queue : await dispatch.ChooseAsync(next.Spec, CancellationToken.None);
        var slot = Keys.Slot(ended.Tenant, ended.Job, ended.Gate);
        var outcome = await tick.CommitAsync(draft =>
        {
            draft.Delete(alarm);
            foreach (var key in gone.Take(StorageLimits.OperationsPerCommit / 2))
            {
                draft.Delete(key);
            }

            if (next is not null)
            {
                draft.Delete(at);
                GateMoves.Enter(draft, next, view.SlotETag);
                RunMoves.Move(draft, next, next.Step, place, RunMoves.SkipNothing);
            }
            else if (view.Holder is null && view.SlotETag is not null)
            {
                draft.Delete(slot, view.SlotETag);
            }
        });
        if (outcome.Succeeded)
        {
            if (next is not null)
            {
                signals.Moved(next.Id);
            }

            if (view.Queue.Count <= gone.Count + (next is null ? 0 : 1))
            {
                tick.Watched.Remove(gate);
            }
            else
            {
                tick.Watched.Add(gate);
            }
        }

        return outcome.Succeeded || outcome.FailedKey == alarm;
    }
}

/// <summary>Is told by the clock that a run has ended whose end is awaited, such as by a schedule of mode delay.</summary>
public interface IRunEnded
{
    /// <summary>
    /// Acts on the end; called again if the clock died in between, so it must find out whether it has already acted.
    /// </summary>
    /// <param name="tick">The tick.</param>
    /// <param name="ended">The run, and what waits for it.</param>
    /// <param name="at">When it ended.</param>
    Task AfterEndAsync(ShardTick tick, GateAlarm ended, DateTimeOffset at);
}
