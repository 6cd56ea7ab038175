using NodaTime;

namespace JobScheduler.Core.Tests.Schedules.Oracle;

/// <summary>
/// Walks a window step by step and looks at the clock on the wall at each: which times it shows once, twice or never. Asks the zone for
/// the offset of instants only, and knows nothing of its intervals.
/// </summary>
internal sealed class NaiveFires
{
    private readonly long _step;
    private readonly long _from;
    private readonly long _to;
    private readonly long _first;
    private readonly long[] _offsets;

    /// <summary>A window of instants, the last one excluded; all changes of the zone must be at whole steps.</summary>
    public NaiveFires(DateTimeZone zone, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        _step = step.Ticks;
        (_from, _to) = (from.UtcTicks / _step, to.UtcTicks / _step);

        // Changes by a day make times of one day take place on another.
        var pad = TimeSpan.FromHours(25).Ticks / _step;
        _first = _from - pad;
        _offsets = new long[_to + pad - _first];
        for (var i = 0; i < _offsets.Length; i++)
        {
            var instant = Instant.FromDateTimeUtc(new DateTime((_first + i) * _step, DateTimeKind.Utc));
            var offset = zone.GetUtcOffset(instant).Ticks;
            if (offset % _step != 0)
            {
                Assert.Fail($"{zone.Id} is {zone.GetUtcOffset(instant)} off at {instant}, which is no whole step");
            }

            _offsets[i] = offset / _step;
        }
    }

    public List<DateTimeOffset> Of(Func<DateTime, bool> matches, GapRule gap, RepeatRule repeat)
    {
        var lowest = _first + _offsets[0] - (TimeSpan.FromHours(26).Ticks / _step);
        var size = _offsets.Length + (2 * TimeSpan.FromHours(26).Ticks / _step);
        var (firstSeen, lastSeen) = (new long[size], new long[size]);
        var fires = new SortedSet<long>();
        for (var i = 0; i < _offsets.Length; i++)
        {
            var shown = _first + i + _offsets[i] - lowest;
            firstSeen[shown] = firstSeen[shown] == 0 ? _first + i : firstSeen[shown];
            lastSeen[shown] = _first + i;
        }

        for (long shown = 0; shown < size; shown++)
        {
            if (firstSeen[shown] == 0 || !matches(new DateTime((lowest + shown) * _step)))
            {
                continue;
            }

            if (firstSeen[shown] == lastSeen[shown] || repeat != RepeatRule.Second)
            {
                fires.Add(firstSeen[shown]);
            }

            if (repeat != RepeatRule.First)
            {
                fires.Add(lastSeen[shown]);
            }
        }

        for (var i = 1; i < _offsets.Length && gap != GapRule.Skip; i++)
        {
            for (var never = _first + i + _offsets[i - 1]; never < _first + i + _offsets[i]; never++)
            {
                if (matches(new DateTime(never * _step)))
                {
                    fires.Add(gap == GapRule.NextValid ? _first + i : never - _offsets[i - 1]);
                }
            }
        }

        return [.. fires.Where(fire => fire >= _from && fire < _to).Select(fire => new DateTimeOffset(fire * _step, TimeSpan.Zero))];
    }
}
