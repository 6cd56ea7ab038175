using CsCheck;
using JobScheduler.Core.Tests.Schedules.Oracle;

namespace JobScheduler.Core.Tests.Schedules.Timing;

/// <summary>Intervals, single times, starts and ends, and times at the edges of what can be written.</summary>
public sealed class BoundsTests
{
    private static readonly DateTimeOffset Anchor = Subject.At("2026-03-28T10:00:00.250Z");

    private static readonly Gen<DateTimeOffset> AnyTimes = Gen.OneOf(
        Gen.Long[0, DateTime.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero)),
        Gen.OneOf(
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue.AddTicks(-1), DateTimeOffset.MinValue.AddTicks(1)));

    [Fact]
    public void Next_of_a_rate_is_the_first_multiple_after() =>
        Gen.Select(Gen.Long[1, 366L * 86400], Gen.Long[-1000, 4_000_000_000]).Sample((seconds, after) =>
        {
            var every = TimeSpan.FromSeconds(seconds);
            var from = Anchor.AddSeconds(after);
            var next = Subject.Times(new IntervalSpec { Every = every, Anchor = Anchor }).Next(from)!.Value;
            Assert.Equal(0, (next - Anchor).Ticks % every.Ticks);
            Assert.True(next > from && next >= Anchor && (next - every <= from || next == Anchor));
        });

    [Fact]
    public void Next_at_any_time_neither_fails_nor_goes_back() =>
        Gen.Select(AnyTimes, AnyTimes, Gen.Int[1, 100_000]).Sample((after, anchor, seconds) =>
        {
            ScheduleSpec[] specs =
            [
                new IntervalSpec
                {
                    Every = TimeSpan.FromSeconds(seconds),
                    Anchor = anchor,
                    TimeZone = "Asia/Tokyo",
                    Calendars = [new("c")],
                },
                new OnceSpec { At = anchor, TimeZone = seconds % 2 == 0 ? "America/New_York" : "Asia/Tokyo" },
                Subject.Cron("*/5 * * * *", "Pacific/Apia"),
                Subject.Cron("* * * * * *", "America/New_York") with { Calendars = [new("c", CalendarShift.Previous)] },
                Subject.Cron("0 0 29 2 MON", "Europe/Berlin") with { StartAt = anchor },
                Subject.Cron("0 0 1 * *") with { EndAt = anchor, Calendars = [new("c", CalendarShift.Next)] },
            ];
            var calendars = new Dictionary<string, CalendarDefinition> { ["c"] = new() { Weekdays = [DayOfWeek.Sunday] } };
            foreach (var times in specs.Select(spec => Subject.Times(spec, calendars)))
            {
                Assert.True(times.Next(after) is not { } next || next > after);
                Assert.True(times.NextAfterEnd(after) is null);
                Assert.True(times.Preview(after, 2, TestContext.Current.CancellationToken).Fires.All(fire => fire.NominalAt >= after));
            }
        }, iter: 2000);

    [Fact]
    public void Next_starts_at_the_start_and_ends_before_the_end()
    {
        var spec =
            Subject.Cron("0 * * * *") with { StartAt = Subject.At("2026-01-01T10:00:00Z"), EndAt = Subject.At("2026-01-01T13:00:00Z") };

        Assert.Equal(
            [Subject.At("2026-01-01T10:00:00Z"), Subject.At("2026-01-01T11:00:00Z"), Subject.At("2026-01-01T12:00:00Z")],
            Subject.Times(spec).Between(Subject.At("2025-01-01T00:00:00Z"), Subject.At("2027-01-01T00:00:00Z")));
    }

    [Fact]
    public void Next_bounds_are_those_of_the_fire_after_its_move()
    {
        var calendars = new Dictionary<string, CalendarDefinition> { ["c"] = new() { Dates = [new(2026, 1, 10)] } };
        var spec = Subject.Cron("0 9 10 1 *") with { Calendars = [new("c", CalendarShift.Next)] };
        var after = Subject.At("2026-01-01T00:00:00Z");

        Assert.Equal(
            Subject.At("2026-01-11T09:00:00Z"),
            Subject.Times(spec with { StartAt = Subject.At("2026-01-11T00:00:00Z") }, calendars).Next(after));
        Assert.Null(Subject.Times(spec with { EndAt = Subject.At("2026-01-11T00:00:00Z") }, calendars).Next(after));
    }

    [Fact]
    public void Next_of_once_is_its_time()
    {
        var times = Subject.Times(new OnceSpec { At = Anchor });

        Assert.Equal(Anchor, times.Next(Anchor.AddTicks(-1)));
        Assert.Null(times.Next(Anchor));
    }

    [Fact]
    public void Next_of_a_rate_leaves_out_days_that_a_calendar_refuses()
    {
        var calendars = new Dictionary<string, CalendarDefinition> { ["c"] = new() { Dates = [new(2026, 3, 29)] } };
        var spec =
            new IntervalSpec { Every = TimeSpan.FromSeconds(1), Anchor = Anchor, TimeZone = "Europe/Berlin", Calendars = [new("c")] };

        Assert.Equal(Subject.At("2026-03-29T22:00:00.250Z"), Subject.Times(spec, calendars).Next(Subject.At("2026-03-28T22:59:59.250Z")));
    }

    [Fact]
    public void NextAfterEnd_is_the_delay_after_it_or_the_next_allowed_day()
    {
        var calendars = new Dictionary<string, CalendarDefinition> { ["c"] = new() { Dates = [new(2026, 3, 29)] } };
        var spec = new IntervalSpec
        {
            Mode = IntervalMode.Delay,
            Every = TimeSpan.FromHours(1),
            Anchor = Anchor,
            Calendars = [new("c")],
            EndAt = Subject.At("2026-04-01T00:00:00Z"),
        };
        var times = Subject.Times(spec, calendars);

        Assert.Equal(Anchor, times.Next(DateTimeOffset.MinValue));
        Assert.Null(times.Next(Anchor));
        Assert.Equal(Anchor.AddHours(1), times.NextAfterEnd(Anchor));
        Assert.Equal(Subject.At("2026-03-30T00:00:00Z"), times.NextAfterEnd(Subject.At("2026-03-28T23:30:00Z")));
        Assert.Null(times.NextAfterEnd(Subject.At("2026-03-31T23:00:00Z")));
        Assert.Equal(
            Subject.At("2026-03-30T00:00:00Z"),
            Subject.Times(spec with { Anchor = Subject.At("2026-03-29T12:00:00Z") }, calendars).Next(Anchor));
    }

    [Theory]
    [InlineData("No/Where")]
    [InlineData("")]
    [InlineData("UTC+05:30")]
    public void Of_a_zone_that_does_not_exist_is_refused(string zone)
    {
        Assert.Throws<ArgumentException>(() => Subject.Times(Subject.Cron("* * * * *", zone)));
        Assert.Throws<ArgumentException>(() => Subject.Times(
            Subject.Cron("* * * * *") with { Calendars = [new("c")] },
            new Dictionary<string, CalendarDefinition> { ["c"] = new() { TimeZone = zone } }));
    }

    [Fact]
    public void Of_a_spec_that_is_not_valid_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Subject.Times(Subject.Cron("nonsense")));
        Assert.Throws<ArgumentException>(() => Subject.Times(new OnceSpec()));
        Assert.Throws<ArgumentException>(() => Subject.Times(new IntervalSpec { Every = TimeSpan.FromHours(1) }));
        Assert.Throws<ArgumentException>(() => Subject.Times(new IntervalSpec { Every = TimeSpan.Zero, Anchor = Anchor }));
    }
}
