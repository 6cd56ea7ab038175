namespace JobScheduler.Schedules.Timing.Zones;

/// <summary>
/// Times of a wall clock as instants of a zone, under a policy for its clock changes. Strictly increasing by instant, which with
/// <see cref="GapRule.Shift"/> and <see cref="RepeatRule.Both"/> is not the order of the wall clock.
/// </summary>
/// <remarks>
/// The zone is walked segment by segment. Every instant belongs to one, so their order orders the fires; inside, a regular time and
/// one from the gap before it are compared. Relies on what holds for all of tzdb (and is tested): a segment is longer than
/// the gap or overlap that it begins with, and no change is longer than a day.
/// </remarks>
internal sealed class ZonedTimes(IWallClockTimes times, ZoneClock zone, GapRule gap, RepeatRule repeat) : IInstantTimes
{
    /// <summary>No change of a zone is larger: a day, where the date line moved.</summary>
    private static readonly long LongestChange = TimeSpan.FromHours(25).Ticks;

    public IWallClockTimes Times => times;

    public ZoneClock Zone => zone;

    public GapRule Gap => gap;

    public RepeatRule Repeat => repeat;

    public bool TakesFirst => repeat != RepeatRule.Second;

    public bool TakesSecond => repeat != RepeatRule.First;

    public long? Next(long from, SearchBudget budget)
    {
        from = WholeSecond(Math.Max(from, TimeBounds.First));
        var seen = new SeenTimes(times, budget);
        while (from < TimeBounds.Last && budget.Spend(SearchBudget.Large))
        {
            var segment = zone.At(from);
            if (NextIn(segment, from, seen) is { } found)
            {
                return found;
            }

            if (!segment.HasEnd)
            {
                return null;
            }

            // What comes later shows no wall-clock time below this one, so everything before the first time from there on is passed
            // at once.
            var lowest = segment.End + Math.Min(segment.Offset, zone.OffsetAt(segment.End));
            if (seen.Next(lowest) is not { } next)
            {
                return null;
            }

            from = Math.Max(segment.End, next - zone.MaxOffset);
        }

        return null;
    }

    private long? NextIn(ZoneSegment segment, long from, SeenTimes seen)
    {
        // Far from its ends a segment's neighbours are not needed, and finding them is most of the work otherwise.
        var nearStart = segment.HasStart && from - segment.Start < LongestChange;
        var before = nearStart ? zone.OffsetAt(segment.Start - 1) : segment.Offset;

        // The second occurrence of an overlap is at the beginning of a segment, the first one at the end.
        var begin = Math.Max(from + segment.Offset, segment.Start + (TakesSecond ? segment.Offset : Math.Max(before, segment.Offset)));
        var regular = seen.Next(begin) is { } time && IsRegular(time, segment) ? time - segment.Offset : (long?)null;

        return before < segment.Offset && FromGap(segment, before, from, seen) is { } late && !(regular < late) ? late : regular;
    }

    private bool IsRegular(long time, ZoneSegment segment)
    {
        var end = segment.End + segment.Offset;
        if (!segment.HasEnd || time < end - LongestChange)
        {
            return true;
        }

        return time < (TakesFirst ? end : Math.Min(end, segment.End + zone.OffsetAt(segment.End)));
    }

    private long? FromGap(ZoneSegment segment, long before, long from, SeenTimes seen)
    {
        var (begin, end) = (segment.Start + before, segment.Start + segment.Offset);
        switch (gap)
        {
            case GapRule.NextValid:
                return from <= segment.Start && seen.Next(begin) < end ? segment.Start : null;
            case GapRule.Shift:
                return seen.Next(Math.Max(begin, from + before)) is { } time && time < end ? time - before : null;
            default:
                return null;
        }
    }

    private static long WholeSecond(long ticks) =>
        (ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
}

/// <summary>Remembers the last answer within one search: the same next time is asked for from several times before it.</summary>
internal sealed class SeenTimes(IWallClockTimes times, SearchBudget budget)
{
    private long _from = long.MaxValue;
    private long? _next;

    public long? Next(long from)
    {
        if (from < _from || from > (_next ?? long.MaxValue))
        {
            _from = from;
            _next = times.Next(from, budget);
        }

        return _next;
    }
}
