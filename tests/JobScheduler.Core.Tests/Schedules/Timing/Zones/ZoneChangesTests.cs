using JobScheduler.Core.Tests.Schedules.Oracle;
using JobScheduler.TestKit;
using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Core.Tests.Schedules.Timing.Zones;

/// <summary>Cron around changes of the clocks, against a walk over every minute or second.</summary>
public sealed class ZoneChangesTests
{
    private const int OneChangeIn = 5;

    private static readonly Instant First = Instant.FromUtc(1990, 1, 1, 0, 0);
    private static readonly Instant Last = Instant.FromUtc(2060, 1, 1, 0, 0);

    private static readonly string[] Expressions =
    [
        "* * * * *", "*/5 * * * *", "*/30 * * * *", "30 2 * * *", "15,45 0-3 * * *", "0 0 * * *", "30 0,1,2,3,23 * * *", "59 23 * * *",
        "0 */2 * * *", "1 0 * * SUN", "*/7 1-4 * * *", "0 3 * * *", "0 22-3 * * *", "20 1,2 * * *",
    ];

    private static readonly GapRule[] Gaps = [.. EnumText.Values<GapRule>()];
    private static readonly RepeatRule[] Repeats = [.. EnumText.Values<RepeatRule>()];

    private static readonly string[] Odd =
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Antarctica/Troll", "Pacific/Apia",
        "America/St_Johns",
        "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran", "America/Scoresbysund", "Asia/Kathmandu", "Europe/Dublin",
    ];

    public static TheoryData<string> Selected => [.. Odd];

    // Some changes of every zone, and more of the zones that have had odd ones.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Next_around_every_change_of_every_zone_is_what_the_wall_shows(int half)
    {
        var changes = TzdbDateTimeZoneSource.Default.CanonicalIdMap.Values.Distinct().Order(StringComparer.Ordinal)
            .SelectMany(
                id => Changes(DateTimeZoneProviders.Tzdb[id], First, Last)
                    .Select(change => (Zone: DateTimeZoneProviders.Tzdb[id], At: change)))
            .Select((change, turn) => (change.Zone, change.At, Turn: turn))
            .ToList();
        Assert.True(changes.Count > 8_000, $"only {changes.Count} changes");
        foreach (var (zone, change, turn) in Breadth
            .Of(changes, OneChangeIn, change => Odd.Contains(change.Zone.Id) ? $"{change.Zone.Id} {change.At.Year / 5}" : change.Zone.Id)
            .Where(change => change.Turn % 2 == half))
        {
            var (from, to) = (change.AddDays(-2), change.AddDays(2));
            var wall = new NaiveFires(zone, from, to, TimeSpan.FromMinutes(1));

            // All expressions and rules in turn; the numbers have no common divisors, so that each meets each.
            Compare(wall, zone, from, to, Expressions[turn % 14], Gaps[turn % 4], Repeats[turn / 4 % 4]);
            Compare(wall, zone, from, to, TimeInside(zone, change, turn), Gaps[turn / 3 % 4], Repeats[turn / 5 % 4]);
        }
    }

    [Theory]
    [MemberData(nameof(Selected))]
    public void Next_under_every_policy_is_what_the_wall_shows(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        foreach (var change in Changes(zone, Instant.FromUtc(2010, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0)).TakeLast(12))
        {
            var (from, to) = (change.AddDays(-2), change.AddDays(2));
            var wall = new NaiveFires(zone, from, to, TimeSpan.FromMinutes(1));
            foreach (var gap in Gaps)
            {
                foreach (var repeat in Repeats)
                {
                    Compare(wall, zone, from, to, "*/10 * * * *", gap, repeat);
                    Compare(wall, zone, from, to, TimeInside(zone, change, 7), gap, repeat);
                    Compare(wall, zone, from, to, TimeInside(zone, change, 0), gap, repeat);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Selected))]
    public void Next_with_seconds_is_what_the_wall_shows(string id)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var turn = 0;
        var changes = Changes(zone, Instant.FromUtc(2010, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0));
        foreach (var change in changes.TakeLast(Breadth.Of(4, 2)))
        {
            var (from, to) = (change.AddHours(-3), change.AddHours(3));
            var wall = new NaiveFires(zone, from, to, TimeSpan.FromSeconds(1));
            foreach (var expression in (string[])["*/7 * * * * *", "59 59 * * * *", "0,30 */15 0-3 * * *", "1 0 0,1,2,3 * * *"])
            {
                Compare(wall, zone, from, to, expression, Gaps[turn % 4], Repeats[turn / 4 % 4]);
                turn++;
            }
        }
    }

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00Z")]
    [InlineData("Pacific/Kwajalein", "1993-08-21T12:00:00Z")]
    [InlineData("Pacific/Kiritimati", "1994-12-31T10:00:00Z")]
    [InlineData("Pacific/Kanton", "1994-12-31T11:00:00Z")]
    public void Next_over_a_skipped_day_is_what_the_wall_shows(string id, string change)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var (from, to) = (Subject.At(change).AddDays(-2), Subject.At(change).AddDays(3));
        var wall = new NaiveFires(zone, from, to, TimeSpan.FromMinutes(1));
        foreach (var gap in Gaps)
        {
            foreach (var expression in (string[])["0 9 * * *", "*/20 * * * *", "0 0 * * *", "0 9 30,31 12 *", "0 0 1 1 *", "0 12 21 8 *"])
            {
                Compare(wall, zone, from, to, expression, gap, RepeatRule.Both);
            }
        }
    }

    [Fact]
    public void Zones_have_no_segment_shorter_than_the_change_that_begins_it_and_no_change_of_more_than_a_day()
    {
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]))
        {
            var intervals = zone.GetZoneIntervals(Instant.FromUtc(1800, 1, 1, 0, 0), Instant.FromUtc(2200, 1, 1, 0, 0));
            foreach (var interval in intervals.Where(interval => interval.HasStart && interval.HasEnd))
            {
                var before = zone.GetUtcOffset(interval.Start - NodaTime.Duration.Epsilon);
                var change = Math.Abs(interval.WallOffset.Seconds - before.Seconds);
                if (interval.Duration.TotalSeconds <= change || change >= 25 * 3600)
                {
                    Assert.Fail($"{zone.Id} {interval}");
                }
            }
        }
    }

    private static void Compare(
        NaiveFires wall, DateTimeZone zone, DateTimeOffset from, DateTimeOffset to, string expression, GapRule gap, RepeatRule repeat)
    {
        var naive = new NaiveCron(expression);
        var expected = wall.Of(naive.Matches, Subject.Resolve(gap, naive.IsInterval), Subject.Resolve(repeat, naive.IsInterval));
        var actual = Subject.Times(Subject.Cron(expression, zone.Id, gap, repeat)).Between(from, to);
        if (!expected.SequenceEqual(actual))
        {
            Assert.Fail(
                $"{Breadth.Told}: {expression} in {zone.Id}, {gap}, {repeat}, {from:u} to {to:u}: "
                    + $"expected but not fired {List(expected.Except(actual))}, fired but not expected {List(actual.Except(expected))}");
        }
    }

    private static string List(IEnumerable<DateTimeOffset> times) => string.Join(' ', times.Take(5).Select(time => $"{time:s}"));

    /// <summary>A fixed time of day that the change skips or repeats, or just misses.</summary>
    private static string TimeInside(DateTimeZone zone, DateTimeOffset change, int turn)
    {
        var instant = Instant.FromDateTimeOffset(change);
        var before = zone.GetUtcOffset(instant - NodaTime.Duration.Epsilon).ToTimeSpan();
        var after = zone.GetUtcOffset(instant).ToTimeSpan();
        var (low, high) = before < after ? (before, after) : (after, before);
        var inside = (change.UtcDateTime + low).AddMinutes((high - low).TotalMinutes * (turn % 5) / 4);
        return turn % 2 == 0
            ? $"{inside.Minute} {inside.Hour} * * *"
            : $"{inside.Minute},{(inside.Minute + 20) % 60} {inside.Hour} {inside.Day} * *";
    }

    private static IEnumerable<DateTimeOffset> Changes(DateTimeZone zone, Instant from, Instant to) =>
        zone.GetZoneIntervals(from, to)
            .Where(interval => interval.HasStart && interval.Start > from)
            .Where(interval => zone.GetUtcOffset(interval.Start - NodaTime.Duration.Epsilon) != interval.WallOffset)
            .Select(interval => interval.Start.ToDateTimeOffset());
}
