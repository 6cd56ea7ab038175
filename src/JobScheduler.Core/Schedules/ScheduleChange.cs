using System.Text.Json;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Schedules;

/// <summary>
/// What a change of a schedule means for its fires. Pure. The old definition accounts for what was due before the change, the new
/// one for what is due later: fires handed to queues ahead that have not started are taken back, and fires that are due and not yet
/// accounted for leave the old definition behind as a tail.
/// </summary>
internal static class ScheduleChange
{
    /// <summary>How many changes may get ahead of the clock, which accounts for what was due between them.</summary>
    public const int MostTails = 2;

    /// <summary>The schedule after a change.</summary>
    /// <param name="before">The schedule as it was; null: it is created.</param>
    /// <param name="after">With its new definition and pause; its state is the previous one, or empty.</param>
    /// <param name="started">Nominal times beyond the change whose runs could not be taken back, because they have started.</param>
    /// <param name="calendars">All that both definitions use.</param>
    /// <param name="now">When the change is made.</param>
    public static FiringSchedule Of(
        FiringSchedule? before,
        FiringSchedule after,
        IEnumerable<DateTimeOffset> started,
        IReadOnlyDictionary<string, CalendarDefinition> calendars,
        DateTimeOffset now)
    {
        if (before is null)
        {
            var from = Begin(null, after, now);
            return after with { State = new ScheduleState { Cursor = from, Since = from, NextDelay = FirstDelay(after, calendars, now) } };
        }

        var state = before.State;
        var kept = started.ToList();
        var tails = state.Tails.ToList();
        if (TailOf(before, calendars, now) is { } tail)
        {
            tails.Add(tail);
        }

        var since = Begin(before, after, now);
        return after with
        {
            State = new ScheduleState
            {
                Cursor = tails.Count > 0 ? state.Cursor : since,
                Since = since,
                Runs = state.Runs - state.Ahead(now).Count() + kept.Count,
                Recent =
                [
                    .. state.Recent.Where(fire =>
                        fire <= now.ToUnixTimeMilliseconds() || kept.Contains(DateTimeOffset.FromUnixTimeMilliseconds(fire))),
                ],
                Tails = tails,
                CatchUp = state.CatchUp,
                NextDelay = NextDelay(before, after, calendars, now),
                WaitsFor = IsDelay(after) ? state.WaitsFor : null,
            },
        };
    }

    /// <summary>The old definition, when it has fires that are due and not accounted for.</summary>
    private static ScheduleTail? TailOf(
        FiringSchedule before, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now)
    {
        // The current definition begins where the one before it ended.
        var from = before.State.Tails.Count > 0 ? before.State.Since : before.State.Cursor;
        if (before.Pause?.Until is { } until && until <= now && !IsDelay(before))
        {
            // The pause is over, and the clock has not noticed yet.
            before = before with { Pause = null };
            from = until > from ? until : from;
        }

        var tail = new ScheduleTail(before.Definition, before.InputBlob, from, now);
        if (before.State.CatchUp is not null && before.State.Tails.Count == 0)
        {
            return tail;
        }

        if (before.Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay } spec)
        {
            return before.Pause is null && !(before.State.Runs >= spec.MaxRuns) && before.State.NextDelay is { } next && next <= now
                ? tail with
                {
                    From = next.AddMilliseconds(-1),
                    Definition = before.Definition with
                    {
                        Spec = new OnceSpec { At = next, Jitter = spec.Jitter, TimeZone = spec.TimeZone },
                    },
                }
                : null;
        }

        if (!FireCourse.IsKnown(before.Definition, calendars))
        {
            // Nobody can tell when it would have fired, and it must be possible to fix it.
            return null;
        }

        var course = new FireCourse(before with { State = before.State with { Tails = [], Cursor = from } }, calendars);
        return course.Peek() <= now ? tail : null;
    }

    private static DateTimeOffset? NextDelay(
        FiringSchedule before, FiringSchedule after, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now)
    {
        if (!IsDelay(before) || after.Definition.Spec is not IntervalSpec { Mode: IntervalMode.Delay } spec)
        {
            return FirstDelay(after, calendars, now);
        }

        // While a run is open, its end sets the next time.
        return before.State.WaitsFor is not null ? null
            : before.State.NextDelay is { } next && next > now && before.Pause is null && IsSame(before.Definition.Spec, spec) ? next
            : FireTimes.Of(spec, after.Identity, calendars).NextAfterEnd(now);
    }

    /// <summary>A new single time that is now, or was a moment ago, still fires.</summary>
    private static DateTimeOffset Begin(FiringSchedule? before, FiringSchedule after, DateTimeOffset now) =>
        after.Definition.Spec is OnceSpec { At: { } at }
            && at <= now
            && at > now - FirePlanner.Grace
            && !(before?.Definition.Spec is OnceSpec old && old.At == at)
            ? at.AddMilliseconds(-1)
            : now;

    private static bool IsDelay(FiringSchedule schedule) => schedule.Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay };

    private static bool IsSame(ScheduleSpec a, ScheduleSpec b) =>
        JsonSerializer.Serialize(a, ScheduleJson.Compact.ScheduleSpec) == JsonSerializer.Serialize(b, ScheduleJson.Compact.ScheduleSpec);

    private static DateTimeOffset? FirstDelay(
        FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now) =>
        schedule.Definition.Spec is not IntervalSpec { Mode: IntervalMode.Delay } spec ? null
        : FireTimes.Of(spec, schedule.Identity, calendars).NextAfterEnd(
            spec.Anchor is { } anchor && anchor > now ? anchor - spec.Every : now);
}
