using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>Sets the alarm of a schedule anew, because what its next time depends on has changed: a calendar, or time itself.</summary>
public sealed class ScheduleReplanner(IStorage storage, ShardWriter writer, CalendarCache calendars, Entropy entropy, TimeProvider time) : IScheduleReplanner
{
    private const int Tries = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <remarks>Fires that are due, or were handed to queues ahead, stay as they are.</remarks>
    public Task ReplanAsync(int shard, Row scheduleRow) => ChangeAsync(shard, scheduleRow.Key, static (schedule, used, now) =>
        schedule.Alarm.Length > 0 && Keys.AlarmTime(schedule.Alarm) <= now ? null
        : IsIdleDelay(schedule) ? WithDelayFrom(schedule, used, now)
        : schedule.State.Planned is { } planned && planned <= now ? schedule with { State = Forward(schedule.State, planned.AddMilliseconds(-1)) }
        : schedule with { State = Forward(schedule.State, now) });

    /// <summary>Time went back: fires of a time that has not come yet are not accounted for.</summary>
    internal Task RewindAsync(int shard, string key) => ChangeAsync(shard, key, static (schedule, used, now) => IsIdleDelay(schedule)
        ? IsBeyond(schedule, now) ? WithDelayFrom(schedule, used, now) : null
        : schedule.State.Cursor <= now + FirePlanner.Grace ? null
        : schedule with
        {
            State = schedule.State with
            {
                Cursor = now,
                Since = now,
                Tails = [],
                CatchUp = null,
                Recent = [.. schedule.State.Recent.Where(fire => fire <= now.ToUnixTimeMilliseconds())],
            },
        });

    /// <summary>The alarm of a schedule is gone, edited by hand: it gets a new one.</summary>
    /// <returns>Whether there was something to repair.</returns>
    internal async Task<bool> RepairAsync(int shard, Row row)
    {
        if (HeldSchedule.TryRead(row) is not { } schedule || (schedule.Alarm.Length == 0 ? !await IsDueAsync(schedule) : await HasAlarmAsync(shard, schedule)))
        {
            return false;
        }

        return await ChangeAsync(shard, row.Key, (found, _, _) => found.Alarm == schedule.Alarm ? found : null, withoutAlarm: true);
    }

    private static bool IsIdleDelay(HeldSchedule schedule) =>
        schedule is { Definition.Spec: IntervalSpec { Mode: IntervalMode.Delay }, State: { WaitsFor: null, Tails.Count: 0, CatchUp: null } };

    /// <summary>Whether its next time is later than an end that is now could make it.</summary>
    private static bool IsBeyond(HeldSchedule schedule, DateTimeOffset now) =>
        schedule.State.NextDelay is { } next && next - now > ((IntervalSpec)schedule.Definition.Spec).Every + FirePlanner.Grace;

    private static HeldSchedule WithDelayFrom(HeldSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> used, DateTimeOffset now) => schedule with
    {
        State = schedule.State with { NextDelay = FireTimes.Of(schedule.Definition.Spec, schedule.Identity, used).NextAfterEnd(now) },
    };

    private async Task<bool> HasAlarmAsync(int shard, HeldSchedule schedule) =>
        await storage.Tables.GetAsync(ShardMap.Partition(shard), schedule.Alarm, CancellationToken.None) is not null;

    private async Task<bool> IsDueAsync(HeldSchedule schedule)
    {
        var used = await calendars.GetManyAsync(schedule.Identity.Tenant, schedule.Definition.Spec.Calendars.Select(use => use.Id), CancellationToken.None);
        return FirePlanner.Wait(schedule, used, time.GetUtcNow()).Act is not null;
    }

    private static ScheduleState Forward(ScheduleState state, DateTimeOffset cursor) => state.Cursor < cursor && state.Tails.Count == 0 && state.CatchUp is null
        ? state with { Cursor = cursor }
        : state;

    private async Task<bool> ChangeAsync(
        int shard, string key, Func<HeldSchedule, IReadOnlyDictionary<string, CalendarDefinition>, DateTimeOffset, HeldSchedule?> change, bool withoutAlarm = false)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var now = Timestamp.Cut(time.GetUtcNow());
            if (await storage.Tables.GetAsync(ShardMap.Partition(shard), key, CancellationToken.None) is not { } row
                || HeldSchedule.TryRead(row) is not { } before)
            {
                return false;
            }

            var used = await calendars.GetManyAsync(before.Identity.Tenant, before.Definition.Spec.Calendars.Select(use => use.Id), CancellationToken.None);
            if (change(before, used, now) is not { } after)
            {
                return false;
            }

            before = withoutAlarm ? before with { Alarm = "" } : before;
            var plan = FirePlanner.Wait(after, used, now);
            var name = entropy.NextName();
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    ScheduleMoves.Move(draft, before, plan, name, row.ETag);
                    draft.WakesClock = true;
                },
                new Proof(key, found => found?.Columns.Text(ScheduleRow.AlarmColumn)?.EndsWith(name, StringComparison.Ordinal) == true),
                Patience));
            if (outcome.Succeeded)
            {
                return true;
            }
        }

        return false;
    }
}
