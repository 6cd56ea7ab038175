namespace JobScheduler.Scenarios.Fires;

/// <summary>
/// A zone, walked minute by minute: which wall-clock times it shows once, twice or never. Asks for the offset of instants only, and knows
/// nothing of the zone's intervals.
/// </summary>
internal sealed class NaiveZone
{
    private const int DayMinutes = 1440;

    private readonly long _lowest;
    private readonly long[] _firstSeen;
    private readonly long[] _lastSeen;
    private readonly List<(long From, long To, long At, long Before)> _gaps = [];

    public NaiveZone(Func<DateTimeOffset, TimeSpan> offsetAt, DateTimeOffset from, DateTimeOffset to)
    {
        var first = Minute(from);
        _lowest = first - (2 * DayMinutes);
        var size = Minute(to) - _lowest + (2 * DayMinutes);
        (_firstSeen, _lastSeen) = (new long[size], new long[size]);
        long? before = null;
        for (var at = first; at < Minute(to); at++)
        {
            var ticks = offsetAt(DateTimeOffset.FromUnixTimeSeconds(at * 60)).Ticks;
            Assert.Equal(0, ticks % TimeSpan.TicksPerMinute);
            var offset = ticks / TimeSpan.TicksPerMinute;
            var shown = at + offset - _lowest;
            _firstSeen[shown] = _firstSeen[shown] == 0 ? at : _firstSeen[shown];
            _lastSeen[shown] = at;
            if (offset > before)
            {
                _gaps.Add((at + before.Value, at + offset, at, before.Value));
            }

            before = offset;
        }
    }

    /// <summary>Minutes since 1970.</summary>
    public static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    /// <summary>The instants, in seconds since 1970, at which a wall-clock time, counted in the same way, fires.</summary>
    public IEnumerable<long> Instants(long local, GapRule gap, RepeatRule repeat)
    {
        var (minute, second) = (local / 60, local % 60);
        if (minute < _lowest || minute - _lowest >= _firstSeen.Length)
        {
            yield break;
        }

        var (first, last) = (_firstSeen[minute - _lowest], _lastSeen[minute - _lowest]);
        if (first == 0)
        {
            foreach (var (_, _, at, before) in _gaps.Where(hole => hole.From <= minute && minute < hole.To && gap != GapRule.Skip))
            {
                yield return gap == GapRule.NextValid ? at * 60 : ((minute - before) * 60) + second;
            }

            yield break;
        }

        if (first == last || repeat != RepeatRule.Second)
        {
            yield return (first * 60) + second;
        }

        if (first != last && repeat != RepeatRule.First)
        {
            yield return (last * 60) + second;
        }
    }
}
