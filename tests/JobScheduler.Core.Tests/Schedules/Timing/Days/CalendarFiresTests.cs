using CsCheck;
using JobScheduler.Core.Tests.Schedules.Oracle;
using JobScheduler.TestKit;
using NodaTime;

namespace JobScheduler.Core.Tests.Schedules.Timing.Days;

/// <summary>Calendars that keep fires away or move them, against going from day to day.</summary>
public sealed class CalendarFiresTests
{
    private static readonly DateOnly Begin = new(2026, 1, 1);

    private static readonly Gen<DateOnly> Dates = Gen.Int[0, 420].Select(Begin.AddDays);

    private static readonly Gen<CalendarDefinition> Calendars = Gen.Select(
        Gen.OneOf([.. EnumText.Values<CalendarKind>()]),
        Dates.List[0, 12],
        Gen.Enum<DayOfWeek>().List[0, 5],
        Gen.Select(Dates, Gen.Int[-1, 40]).List[0, 4],
        (kind, dates, weekdays, ranges) => new CalendarDefinition
        {
            Kind = kind,
            Dates = dates,
            Weekdays = weekdays,
            Ranges = [.. ranges.Select(range => new DateRange(range.Item1, range.Item1.AddDays(range.Item2)))],
        });

    private static readonly Gen<string> Expressions = Gen.OneOf(
        "0 9 * * *", "30 2 * * *", "0 */6 * * *", "15 8,20 1 * *", "0 9 L * *", "0 9 * * MON", "30 1,2 * * SAT,SUN", "0 7 15W * *",
        "0 0 * * FRI#2", "0 12 29 2 *");

    [Fact]
    public void Next_with_any_calendars_is_what_going_from_day_to_day_finds() =>
        Gen.Select(
            Calendars.List[1, 3],
            Gen.OneOf([.. EnumText.Values<CalendarShift>()]).List[3],
            Expressions,
            Gen.OneOf("UTC", "Europe/Berlin", "America/Sao_Paulo"),
            Gen.OneOf([.. EnumText.Values<GapRule>()]))
            .Sample(
                (calendars, shifts, expression, zone, gap) => Check([.. calendars], [.. shifts], expression, zone, gap),
                iter: Breadth.Of(400, 100));

    [Fact]
    public void Next_with_calendars_that_refuse_rarely_is_what_going_from_day_to_day_finds() =>
        Gen.Select(Dates.List[0, 30], Gen.OneOf([.. EnumText.Values<CalendarShift>()]), Expressions, Gen.Bool)
            .Sample(
                (dates, shift, expression, weekends) => Check(
                    [new CalendarDefinition { Dates = dates, Weekdays = weekends ? [DayOfWeek.Saturday, DayOfWeek.Sunday] : [] }],
                    [shift], expression, "Europe/Berlin", GapRule.Auto),
                iter: Breadth.Of(300, 60));

    [Theory]
    [InlineData(CalendarShift.None)]
    [InlineData(CalendarShift.Next)]
    [InlineData(CalendarShift.Previous)]
    public void Next_when_no_day_is_allowed_is_none(CalendarShift shift)
    {
        var never = new Dictionary<string, CalendarDefinition> { ["never"] = new() { Kind = CalendarKind.Include } };
        var spec = Subject.Cron("* * * * *") with { Calendars = [new CalendarUse("never", shift)] };

        Assert.Null(Subject.Times(spec, never).Next(Subject.At("2026-01-01T00:00:00Z")));
    }

    [Theory]
    [InlineData(CalendarShift.Next, 31, "2026-02-01T09:00:00Z")]
    [InlineData(CalendarShift.Next, 32, null)]
    [InlineData(CalendarShift.Previous, 31, "2025-12-01T09:00:00Z")]
    [InlineData(CalendarShift.Previous, 32, null)]
    public void Next_is_moved_by_31_days_at_most(CalendarShift shift, int refused, string? expected)
    {
        // The only time is on 1 January, and so many days are refused: from there on, or up to there.
        var first = shift == CalendarShift.Next ? Begin : Begin.AddDays(1 - refused);
        var calendars =
            new Dictionary<string, CalendarDefinition> { ["closed"] = new() { Ranges = [new(first, first.AddDays(refused - 1))] } };
        var spec = Subject.Cron("0 9 1 1 *") with { Calendars = [new("closed", shift)], EndAt = Subject.At("2026-12-01T00:00:00Z") };

        Assert.Equal(
            expected is null ? null : Subject.At(expected), Subject.Times(spec, calendars).Next(Subject.At("2025-06-01T00:00:00Z")));
    }

    [Fact]
    public void Next_of_a_dense_expression_after_years_of_refusal_is_found()
    {
        var calendars =
            new Dictionary<string, CalendarDefinition> { ["closed"] = new() { Ranges = [new(Begin, new DateOnly(2080, 5, 5))] } };
        var spec = Subject.Cron("* * * * * *", "Europe/Berlin") with { Calendars = [new("closed")] };

        Assert.Equal(Subject.At("2080-05-05T22:00:00Z"), Subject.Times(spec, calendars).Next(Subject.At("2026-01-01T00:00:00Z")));
    }

    [Theory]
    [InlineData(CalendarShift.None)]
    [InlineData(CalendarShift.Next)]
    public void Next_of_a_rare_expression_whose_days_are_refused_for_long_is_found(CalendarShift others)
    {
        // Each first of January is refused until 2100, between days that are allowed; the other calendar moves what it refuses.
        var calendars = new Dictionary<string, CalendarDefinition>
        {
            ["firsts"] = new() { Dates = [.. Enumerable.Range(2026, 74).Select(year => new DateOnly(year, 1, 1))] },
            ["sundays"] = new() { Weekdays = [DayOfWeek.Sunday] },
        };
        var spec = Subject.Cron("0 9 1 1 *", "Europe/Berlin") with { Calendars = [new("firsts"), new("sundays", others)] };

        Assert.Equal(Subject.At("2100-01-01T08:00:00Z"), Subject.Times(spec, calendars).Next(Subject.At("2025-06-01T00:00:00Z")));
    }

    [Fact]
    public void Next_with_a_calendar_of_another_zone_is_judged_by_its_days()
    {
        // Christmas in New York is from 05:00Z to 05:00Z.
        var calendars =
            new Dictionary<string, CalendarDefinition> { ["us"] = new() { Dates = [new(2026, 12, 25)], TimeZone = "America/New_York" } };
        var spec = Subject.Cron("0 */3 * * *", "Europe/Berlin") with { Calendars = [new("us")] };
        var (from, to) = (Subject.At("2026-12-24T00:00:00Z"), Subject.At("2026-12-27T00:00:00Z"));

        var all = Subject.Times(Subject.Cron("0 */3 * * *", "Europe/Berlin")).Between(from, to);
        var expected = all.Where(fire => fire < Subject.At("2026-12-25T05:00:00Z") || fire >= Subject.At("2026-12-26T05:00:00Z"));

        Assert.Equal(expected, Subject.Times(spec, calendars).Between(from, to));
    }

    [Theory]
    [InlineData("America/St_Johns", "2010-11-07", "back from 00:01, so that the day before comes again")]
    [InlineData("America/St_Johns", "2010-03-14", "on from 00:01")]
    [InlineData("America/Sao_Paulo", "2017-10-15", "there is no midnight")]
    [InlineData("America/Sao_Paulo", "2018-02-18", "back from midnight")]
    [InlineData("Pacific/Apia", "2011-12-30", "there is no such day")]
    public void Next_with_days_of_a_zone_that_changes_around_midnight_is_judged_by_each_instant(string id, string day, string why)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var from = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(-2);
        var all = Enumerable.Range(0, 5 * 24 * 60).Select(i => from.AddMinutes(i)).ToList();
        foreach (var kind in EnumText.Values<CalendarKind>())
        {
            foreach (var excluded in (DateOnly[])[date.AddDays(-1), date, date.AddDays(1)])
            {
                var calendar = new CalendarDefinition { Kind = kind, Dates = [excluded], TimeZone = id };
                var expected = all.Where(
                    fire => NaiveDays.Allows(calendar, Instant.FromDateTimeOffset(fire).InZone(zone).Date.ToDateOnly()));
                ScheduleSpec[] specs =
                [
                    Subject.Cron("* * * * *") with { Calendars = [new("c")] },
                    new IntervalSpec { Every = TimeSpan.FromMinutes(1), Anchor = from, Calendars = [new("c")] },
                ];
                var calendars = new Dictionary<string, CalendarDefinition> { ["c"] = calendar };
                Assert.All(specs, spec => Assert.True(
                    expected.SequenceEqual(Subject.Times(spec, calendars).Between(from, from.AddDays(5))), why));
            }
        }
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("W. Europe Standard Time")]
    public void Next_with_a_calendar_of_the_same_zone_is_moved(string zone)
    {
        var calendars = new Dictionary<string, CalendarDefinition> { ["de"] = new() { Dates = [new(2026, 12, 25)], TimeZone = zone } };
        var spec = Subject.Cron("0 0 25 12 *", "Europe/Berlin") with { Calendars = [new("de", CalendarShift.Next)] };

        Assert.Equal(Subject.At("2026-12-25T23:00:00Z"), Subject.Times(spec, calendars).Next(Subject.At("2026-12-01T00:00:00Z")));
    }

    [Fact]
    public void Next_the_first_calendar_that_refuses_decides()
    {
        var calendars = new Dictionary<string, CalendarDefinition>
        {
            ["weekends"] = new() { Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] },
            ["holidays"] = new() { Dates = [new(2026, 12, 25), new(2026, 12, 26)] },
        };
        var spec = Subject.Cron("0 9 25,26 12 *") with
        {
            Calendars = [new("holidays", CalendarShift.Previous), new("weekends", CalendarShift.Next)],
        };
        var (from, to) = (Subject.At("2026-12-01T00:00:00Z"), Subject.At("2027-01-10T00:00:00Z"));

        Assert.Equal([Subject.At("2026-12-24T09:00:00Z")], Subject.Times(spec, calendars).Between(from, to));
        Assert.Equal(
            [Subject.At("2026-12-24T09:00:00Z"), Subject.At("2026-12-28T09:00:00Z")],
            Subject.Times(spec with { Calendars = [spec.Calendars[1], spec.Calendars[0]] }, calendars).Between(from, to));
    }

    private static void Check(CalendarDefinition[] definitions, CalendarShift[] shifts, string expression, string zoneId, GapRule gap)
    {
        var calendars = definitions.Index().ToDictionary(pair => $"c{pair.Index}", pair => pair.Item);
        var uses = definitions.Select((_, i) => new CalendarUse($"c{i}", shifts[i])).ToList();
        var cron = new NaiveCron(expression);
        var times = new NaiveDays(uses, calendars).Times(cron, Begin.AddDays(-40), 300);
        var (from, to) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero));

        // All times are at whole quarters of an hour.
        var wall = new NaiveFires(DateTimeZoneProviders.Tzdb[zoneId], from, to, TimeSpan.FromMinutes(15));
        var expected = wall.Of(times.Contains, Subject.Resolve(gap, cron.IsInterval), Subject.Resolve(RepeatRule.Auto, cron.IsInterval));

        var actual = Subject.Times(Subject.Cron(expression, zoneId, gap) with { Calendars = uses }, calendars).Between(from, to);

        Assert.True(
            expected.SequenceEqual(actual),
            $"{expression} in {zoneId}: missing {string.Join(' ', expected.Except(actual).Take(5))}, "
                + $"too many {string.Join(' ', actual.Except(expected).Take(5))}");
    }
}
