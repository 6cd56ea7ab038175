using JobScheduler.Gates;
using JobScheduler.Runs;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;
using JobScheduler.Shards;

namespace JobScheduler.Schedules;

/// <summary>Intervals of mode delay: the end of a run sets the time of the next one.</summary>
public sealed class ScheduleChain(CalendarCache calendars, Entropy entropy) : IRunEnded
{
    private const int MostTries = 20;

    /// <summary>Sets the next time, unless it is set already.</summary>
    async Task IRunEnded.AfterEndAsync(ShardTick tick, GateAlarm ended, DateTimeOffset at)
    {
        for (var tries = 0; await tick.GetAsync(Keys.Schedule(ended.Tenant, ended.Job, ended.Schedule!)) is { } row
            && FiringSchedule.TryRead(row) is { State.WaitsFor: { } nominal } schedule
            && schedule.Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay } spec
            && FireIds.IsRunOf(ended.Run, schedule.Seed, nominal);
            tries++)
        {
            var used = await calendars.GetManyAsync(ended.Tenant, spec.Calendars.Select(use => use.Id), CancellationToken.None);
            // Not a step of its own: what is due happens when the alarm rings.
            var next = FireTimes.Of(spec, schedule.Identity, used).NextAfterEnd(at);
            var waits = schedule with { State = schedule.State with { NextDelay = next, WaitsFor = null } };
            var plan = FirePlanner.Wait(waits, used, tick.Now);

            // An alarm that is missing at the second try was deleted by hand.
            var before = tries > 0 && schedule.Alarm.Length > 0 && await tick.GetAsync(schedule.Alarm) is null
                ? schedule with { Alarm = "" }
                : schedule;
            var name = entropy.NextName();
            var outcome = await tick.CommitAsync(draft => ScheduleMoves.Move(draft, before, plan, name, row.ETag));
            if (outcome.Succeeded)
            {
                return;
            }

            if (tries == MostTries || (outcome.FailedKey != row.Key && outcome.FailedKey != schedule.Alarm))
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of a schedule: {outcome.Failure}");
            }
        }
    }
}
