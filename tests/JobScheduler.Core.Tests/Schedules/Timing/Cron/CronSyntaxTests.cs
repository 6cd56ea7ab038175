using CsCheck;
using JobScheduler.Core.Tests.Schedules.Oracle;
using JobScheduler.Schedules;
using JobScheduler.TestKit;
using NodaTime;

namespace JobScheduler.Core.Tests.Schedules.Timing.Cron;

/// <summary>What the fields of an expression mean, against a matcher written from the grammar.</summary>
public sealed class CronSyntaxTests
{
    private static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo", "America/Santiago"];

    private static readonly Gen<string> Days = Gen.OneOf(
        "*", "?", "1", "31", "29", "30", "L", "L-1", "L-30", "LW", "L-2W", "1W", "15W", "31W", "1-7", "28-3", "28-3/2", "*/10", "1,15,31",
        "5-20/5", "10/7");

    private static readonly Gen<string> Weekdays = Gen.OneOf(
        "*", "?", "MON", "SUN", "7", "0", "MON-FRI", "FRI-MON", "SAT,SUN", "MON#1", "FRI#5", "0#3", "7#2", "FRIL", "7L", "*/2", "1-5/2",
        "6-7", "SAT-2", "7-6/2", "7-1/2", "SAT-MON/2", "5-2/3,7", "7,1", "0-7/3", "7-7",
        "07-2", "07#1", "07L", "7/2");

    private static readonly Gen<string> Months = Gen.OneOf(
        "*", "2", "FEB", "JAN,JUL", "*/5", "NOV-FEB", "APR-SEP/2", "12", "NOV-FEB/2", "OCT-9/3,DEC");

    [Fact]
    public void Next_of_any_days_is_what_the_grammar_says() =>
        Gen.Select(Days, Months, Weekdays, Gen.Int[0, 70 * 365], Gen.OneOf(Zones)).Sample(
            (day, month, weekday, start, zone) =>
            {
                // One time a day that no change touches: days are what is tested.
                var naive = new NaiveCron($"45 13 {day} {month} {weekday}");
                var first = new DateTime(1990, 1, 1, 12, 0, 0).AddDays(start);
                var expected =
                    Enumerable.Range(0, 800).Select(i => first.Date.AddDays(i).AddMinutes((13 * 60) + 45)).Where(naive.Matches).ToList();
                var tzdb = DateTimeZoneProviders.Tzdb[zone];

                var times = Subject.Times(Subject.Cron($"45 13 {day} {month} {weekday}", zone));
                var from = tzdb.AtLeniently(LocalDateTime.FromDateTime(first)).ToDateTimeOffset();
                var fires = times.Between(from, from.AddDays(800));

                Assert.Equal(expected, fires.Select(fire => Instant.FromDateTimeOffset(fire).InZone(tzdb).ToDateTimeUnspecified()));
            },
            iter: Breadth.Of(3000, 1000));

    [Fact]
    public void Next_of_any_times_of_day_is_what_the_wall_shows()
    {
        var times = Gen.OneOf("*", "0", "*/7", "5,35", "10-20", "50-10", "50-10/4", "30/9");
        var hours = Gen.OneOf("*", "2", "0-3", "22-2", "22-2/2", "23-22/5", "*/5", "1,2,3", "23");
        var gaps = Gen.OneOf([.. EnumText.Values<GapRule>()]);
        var repeats = Gen.OneOf([.. EnumText.Values<RepeatRule>()]);
        Gen.Select(times, hours, Gen.Int[0, 70 * 365], Gen.OneOf(Zones), gaps, repeats).Sample(
            (minute, hour, start, zone, gap, repeat) =>
            {
                var naive = new NaiveCron($"{minute} {hour} * * *");
                var from = new DateTimeOffset(1990, 1, 2, 0, 0, 0, TimeSpan.Zero).AddDays(start);
                var wall = new NaiveFires(DateTimeZoneProviders.Tzdb[zone], from, from.AddDays(3), TimeSpan.FromMinutes(1));

                var expected = wall.Of(naive.Matches, Subject.Resolve(gap, naive.IsInterval), Subject.Resolve(repeat, naive.IsInterval));

                Assert.Equal(
                    expected, Subject.Times(Subject.Cron($"{minute} {hour} * * *", zone, gap, repeat)).Between(from, from.AddDays(3)));
            },
            iter: Breadth.Of(1500, 250));
    }

    [Theory]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 MON", "2026-01-01T00:00:00Z", "2044-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 MON", "2044-03-01T00:00:00Z", "2072-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    [InlineData("59 59 23 31 12 ?", "2026-12-31T23:59:58Z", "2026-12-31T23:59:59Z")]
    [InlineData("59 59 23 31 12 ?", "2026-12-31T23:59:59Z", "2027-12-31T23:59:59Z")]
    [InlineData("0 0 1 1 *", "2026-12-31T23:59:59.9999999Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 LW * *", "2026-05-01T00:00:00Z", "2026-05-29T00:00:00Z")]
    [InlineData("0 0 L-3 2 *", "2028-01-01T00:00:00Z", "2028-02-26T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-04-01T00:00:00Z", "2026-11-13T00:00:00Z")]
    public void Next_of_rare_days_is_found(string cron, string after, string expected) =>
        Assert.Equal(Subject.At(expected), Subject.Times(Subject.Cron(cron)).Next(Subject.At(after)));

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 2,4,6,9,11 *")]
    [InlineData("0 0 1-7 * MON#2")]
    [InlineData("0 0 15W * SUN")]
    [InlineData("* * * 1-7 * FRI#5")]
    public void Next_of_days_that_no_year_has_is_none(string cron) =>
        Assert.Null(Subject.Times(Subject.Cron(cron)).Next(Subject.At("2026-01-01T00:00:00Z")));

    [Fact]
    public void Next_of_times_that_the_clocks_always_skip_is_none() =>
        Assert.Null(Subject.Times(Subject.Cron("30 2 * MAR SUNL", "Europe/Berlin", GapRule.Skip)).Next(Subject.At("2026-01-01T00:00:00Z")));

    [Theory]
    [InlineData("@hourly", "2026-01-01T01:00:00Z")]
    [InlineData("@daily", "2026-01-02T00:00:00Z")]
    [InlineData("@midnight", "2026-01-02T00:00:00Z")]
    [InlineData("@Weekly", "2026-01-04T00:00:00Z")]
    [InlineData("@monthly", "2026-02-01T00:00:00Z")]
    [InlineData("@YEARLY", "2027-01-01T00:00:00Z")]
    [InlineData("@annually", "2027-01-01T00:00:00Z")]
    [InlineData("@every_minute", "2026-01-01T00:01:00Z")]
    [InlineData(" @every_second\t", "2026-01-01T00:00:01Z")]
    public void Next_of_a_macro_is_not_spread(string cron, string expected) =>
        Assert.Equal(Subject.At(expected), Subject.Times(Subject.Cron(cron)).Next(Subject.At("2026-01-01T00:00:00Z")));

    [Fact]
    public void Next_of_H_is_the_same_for_a_name_and_spread_over_names()
    {
        var after = Subject.At("2026-01-01T00:00:00Z");
        var spec = Subject.Cron("H H * * *");
        DateTimeOffset? Of(int i) =>
            JobScheduler.Schedules.Timing.FireTimes.Of(spec, new ScheduleIdentity("t", "j", $"s{i}"), Subject.NoCalendars).Next(after);

        var fires = Enumerable.Range(0, 100).Select(Of).ToList();

        Assert.Equal(fires, Enumerable.Range(0, 100).Select(Of));
        Assert.InRange(fires.Distinct().Count(), 80, 100);
    }

    [Fact]
    public void Next_of_h_in_lower_case_is_that_of_H() =>
        Assert.Equal(
            Subject.Times(Subject.Cron("H H/3 * jan MON")).Next(Subject.At("2026-01-01T00:00:00Z")),
            Subject.Times(Subject.Cron("h h/3 * JAN mon")).Next(Subject.At("2026-01-01T00:00:00Z")));
}
