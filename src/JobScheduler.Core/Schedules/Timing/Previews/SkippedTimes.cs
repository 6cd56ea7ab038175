using JobScheduler.Schedules.Timing.Cron;
using JobScheduler.Schedules.Timing.Days;
using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules.Timing.Previews;

/// <summary>
/// What a spec leaves out between two instants, both included. Searches only where something can be left out: at clock changes and
/// on refused days. Each search ends after 1,000 finds or a bounded number of steps.
/// </summary>
internal sealed class SkippedTimes(CompiledSpec spec, long from, long last, CancellationToken cancellation)
{
    private const int MostSteps = 20_000;

    private readonly List<SkippedTime> _found = [];
    private int _until;
    private int _steps;

    public List<SkippedTime> Find()
    {
        if (spec is { Zoned: { } zoned, Cron: { } cron })
        {
            Begin();
            FindAtChanges(zoned);
            if (!spec.Rules.AllowAll)
            {
                Begin();
                FindOnRefusedDays(cron);
            }
        }

        if (spec.Times.Filters)
        {
            Begin();
            FindByOtherZones(spec.Times);
        }

        return _found;
    }

    private void Begin() => (_until, _steps) = (_found.Count + PreviewWriter.MostSkipped, MostSteps);

    private bool GoesOn()
    {
        cancellation.ThrowIfCancellationRequested();
        return _found.Count < _until && --_steps >= 0;
    }

    private void FindAtChanges(ZonedTimes zoned)
    {
        var segment = spec.Zone.At(from);
        while (GoesOn())
        {
            FindAtStart(zoned, segment);

            // The change after the last instant is examined too: the first occurrences of an overlap are before it.
            if (!segment.HasEnd || segment.Start > last)
            {
                return;
            }

            var lowest = segment.End + Math.Min(segment.Offset, spec.Zone.OffsetAt(segment.End));
            if (zoned.Times.Next(lowest, new SearchBudget()) is not { } next)
            {
                return;
            }

            segment = spec.Zone.At(Math.Max(segment.End, next - spec.Zone.MaxOffset));
        }
    }

    private void FindAtStart(ZonedTimes zoned, ZoneSegment segment)
    {
        var before = segment.HasStart ? spec.Zone.OffsetAt(segment.Start - 1) : segment.Offset;
        var (low, high) = (segment.Start + Math.Min(before, segment.Offset), segment.Start + Math.Max(before, segment.Offset));
        if (low == high || (before < segment.Offset ? zoned.Gap != GapRule.Skip : zoned.Repeat == RepeatRule.Both))
        {
            return;
        }

        var isGap = before < segment.Offset;
        var offset = isGap || !zoned.TakesFirst ? before : segment.Offset;
        for (var time = NextTime(Math.Max(low, from + offset));
            time < high && time - offset <= last && GoesOn();
            time = NextTime(time.Value + 1))
        {
            var local = time.Value;
            if (isGap)
            {
                Add(local - offset, LocalText.Bare(local), $"dst gap: {FireNotes.Missing(local)}");
            }
            else
            {
                var kept = zoned.TakesFirst ? "first" : "second";
                Add(
                    local - offset,
                    LocalText.WithOffset(local, offset),
                    $"dst overlap: {LocalText.Time(local)} happens twice, only the {kept} runs");
            }
        }

        long? NextTime(long local) => zoned.Times.Next(local, new SearchBudget());
    }

    private void FindOnRefusedDays(WallClockCron cron)
    {
        var at = from + spec.Zone.OffsetAt(from);
        var end = last + spec.Zone.OffsetAt(last);
        while (GoesOn() && cron.Next(at, new SearchBudget()) is { } time && time <= end)
        {
            var day = (int)(time / TimeSpan.TicksPerDay);
            var refusal = spec.Rules.RefusalOf(day);
            if (refusal is null || spec.Rules.TargetOf(day, refusal) is not null)
            {
                at = (day + 1) * TimeSpan.TicksPerDay;
                continue;
            }

            var (instant, text) = Place(time);
            var unmoved = refusal.Shift == CalendarShift.None ? "" : $", and no day within {DayRules.FarthestMove} days is allowed";
            Add(instant, text, Excluded(refusal) + unmoved);
            at = time + 1;
        }
    }

    private void FindByOtherZones(DayFilter filter)
    {
        for (var at = NextTime(from); at <= last && GoesOn(); at = NextTime(at.Value + 1))
        {
            if (filter.RefusalOf(at.Value) is { } refusal)
            {
                var offset = spec.Zone.OffsetAt(at.Value);
                Add(at.Value, LocalText.WithOffset(at.Value + offset, offset), Excluded(refusal));
            }
        }

        long? NextTime(long instant) => filter.Times.Next(instant, new SearchBudget());
    }

    private (long Instant, string Text) Place(long local)
    {
        var mapping = spec.Zone.Zone.MapLocal(NodaTime.LocalDateTime.FromDateTime(new DateTime(local)));
        var offset = mapping.EarlyInterval.WallOffset.Ticks;
        return (local - offset, mapping.Count == 0 ? LocalText.Bare(local) : LocalText.WithOffset(local, offset));
    }

    private static string Excluded(UsedCalendar calendar) => $"excluded by calendar '{calendar.Id}'";

    private void Add(long at, string localTime, string reason)
    {
        if (at >= from && at <= last && at < spec.End)
        {
            _found.Add(new SkippedTime(at, new SkippedFire(localTime, reason)));
        }
    }
}

/// <summary>A fire that does not take place.</summary>
/// <param name="At">When it would be, for the order.</param>
/// <param name="Fire">In words.</param>
internal readonly record struct SkippedTime(long At, SkippedFire Fire);
