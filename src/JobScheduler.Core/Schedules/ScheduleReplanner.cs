using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Resets the alarm of a schedule when what its next time depends on has changed: a calendar, or time itself.</summary>
public sealed class ScheduleReplanner(
    IStorage storage, ShardWriter writer, CalendarCache calendars, Entropy entropy, TimeProvider time) : IScheduleReplanner, IRewound
{
    private const int Tries = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <remarks>Fires that are due, or were handed to queues ahead, stay as they are.</remarks>
    public Task ReplanAsync(int shard, Row scheduleRow) => ChangeAsync(shard, scheduleRow.Key, Replan);

    public string Prefix => Keys.ScheduleRowPrefix;

    /// <summary>
    /// Time went back: fires whose time is to come again are to fire when it comes. One that already has its run is found by the id of
    /// the run, which follows from its nominal time.
    /// </summary>
    public Task RewindAsync(int shard, Row row) =>
        FiringSchedule.TryRead(row) is { } schedule && IsAhead(schedule, time.GetUtcNow())
            ? ChangeAsync(shard, row.Key, Rewind)
            : Task.CompletedTask;

    private static FiringSchedule? Replan(
        FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> used, DateTimeOffset now)
    {
        if (schedule.Alarm.Length > 0 && AlarmKey.TimeOf(schedule.Alarm) <= now)
        {
            return null;
        }

        if (IsIdleDelay(schedule))
        {
            return IsAllowed(schedule, used) ? null : WithDelayFrom(schedule, used, now);
        }

        var cursor = schedule.State.Planned is { } planned && planned <= now ? planned.AddMilliseconds(-1) : now;
        return schedule with { State = Forward(schedule.State, cursor) };
    }

    private static bool IsAhead(FiringSchedule schedule, DateTimeOffset now) =>
        schedule.State.Cursor > now + FirePlanner.Grace
        || (schedule.Definition.Spec is IntervalSpec { Every: var every }
            && schedule.State is { Recent.Count: > 0, NextDelay: { } next }
            && next - now > every);

    private static FiringSchedule? Rewind(FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> used, DateTimeOffset now)
    {
        if (!IsAhead(schedule, now))
        {
            return null;
        }

        // What was being gathered as missed has no record yet; it is gathered again by the correct time.
        var state = schedule.State;
        var open = state.CatchUp?.Earliest.AddMilliseconds(-1);
        return schedule with
        {
            State = state with
            {
                Cursor = open < now ? open.Value : now,
                Rewound = open is null && state.Cursor > (state.Rewound ?? now) ? state.Cursor : state.Rewound,
                Since = now,
                Tails = [],
                CatchUp = null,
                Recent = [.. state.Recent.Where(fire => fire <= now.ToUnixTimeMilliseconds())],
                NextDelay = NextDelay(schedule, used, now),
            },
        };
    }

    /// <summary>Mode delay: a time that was set by a fast clock becomes one interval from now.</summary>
    private static DateTimeOffset? NextDelay(
        FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> used, DateTimeOffset now) =>
        schedule.State is { Recent.Count: > 0, NextDelay: { } next }
            && schedule.Definition.Spec is IntervalSpec spec
            && FireTimes.Of(spec, schedule.Identity, used).NextAfterEnd(now) is { } soon
            && soon < next
            ? soon
            : schedule.State.NextDelay;

    /// <summary>Gives a schedule a new alarm when its alarm was deleted by hand.</summary>
    /// <returns>Whether there was something to repair.</returns>
    internal async Task<bool> RepairAsync(int shard, Row row)
    {
        if (FiringSchedule.TryRead(row) is not { } schedule
            || (schedule.Alarm.Length == 0 ? !await IsDueAsync(schedule) : await HasAlarmAsync(shard, schedule)))
        {
            return false;
        }

        return await ChangeAsync(shard, row.Key, (found, _, _) => found.Alarm == schedule.Alarm ? found : null, withoutAlarm: true);
    }

    private static bool IsIdleDelay(FiringSchedule schedule) =>
        schedule.Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay }
        && schedule.State is { WaitsFor: null, Tails.Count: 0, CatchUp: null };

    /// <summary>Mode delay: whether the calendars allow its next time.</summary>
    private static bool IsAllowed(FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> used) =>
        schedule is { State.NextDelay: { } next, Definition.Spec: IntervalSpec spec }
        && FireTimes.Of(spec, schedule.Identity, used).NextAfterEnd(next - spec.Every) == next;

    private static FiringSchedule WithDelayFrom(
        FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> used, DateTimeOffset now)
    {
        var next = FireTimes.Of(schedule.Definition.Spec, schedule.Identity, used).NextAfterEnd(now);
        return schedule with { State = schedule.State with { NextDelay = next } };
    }

    private async Task<bool> HasAlarmAsync(int shard, FiringSchedule schedule) =>
        await storage.Tables.GetAsync(ShardMap.Partition(shard), schedule.Alarm, CancellationToken.None) is not null;

    private async Task<bool> IsDueAsync(FiringSchedule schedule)
    {
        var used = await calendars.GetManyAsync(
            schedule.Identity.Tenant, schedule.Definition.Spec.Calendars.Select(use => use.Id), CancellationToken.None);
        return FirePlanner.Wait(schedule, used, time.GetUtcNow()).Act is not null;
    }

    private static ScheduleState Forward(ScheduleState state, DateTimeOffset cursor) =>
        state is { Tails.Count: 0, CatchUp: null } && state.Cursor < cursor ? state with { Cursor = cursor } : state;

    private async Task<bool> ChangeAsync(
        int shard,
        string key,
        Func<FiringSchedule, IReadOnlyDictionary<string, CalendarDefinition>, DateTimeOffset, FiringSchedule?> change,
        bool withoutAlarm = false)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var now = Timestamp.Cut(time.GetUtcNow());
            if (await storage.Tables.GetAsync(ShardMap.Partition(shard), key, CancellationToken.None) is not { } row
                || FiringSchedule.TryRead(row) is not { } before)
            {
                return false;
            }

            var used = await calendars.GetManyAsync(
                before.Identity.Tenant, before.Definition.Spec.Calendars.Select(use => use.Id), CancellationToken.None);
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

/// <summary>
/// Replans a schedule when something outside of it has changed. The seam between the walk over schedules and their planning.
/// </summary>
public interface IScheduleReplanner
{
    /// <summary>
    /// Gives the schedule the next fire that follows from what is known now; does nothing when it has that one, or the row is gone.
    /// </summary>
    /// <param name="shard">Where it is.</param>
    /// <param name="scheduleRow">As it was read.</param>
    Task ReplanAsync(int shard, Row scheduleRow);
}
