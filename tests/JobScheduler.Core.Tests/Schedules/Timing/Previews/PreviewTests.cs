using JobScheduler.Core.Tests.Schedules.Oracle;

namespace JobScheduler.Core.Tests.Schedules.Timing.Previews;

/// <summary>What people read of the fires to come.</summary>
public sealed class PreviewTests
{
    private const string Spring = "2026-03-28T12:00:00Z";
    private const string Autumn = "2026-10-24T12:00:00Z";

    private static readonly Dictionary<string, CalendarDefinition> Holidays = new()
    {
        ["holidays-de"] = new() { Dates = [new(2026, 12, 25), new(2026, 12, 26)] },
        ["weekends"] = new() { Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] },
        ["us"] = new() { Dates = [new(2026, 12, 25)], TimeZone = "America/New_York" },
    };

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public void Preview_of_a_time_in_the_gap_says_when_it_runs() => Check(
        Of("30 2 * * *", Spring, 2),
        ["2026-03-29T03:00:00+02:00 | dst gap: 02:30 does not exist on 2026-03-29, runs at 03:00", "2026-03-30T02:30:00+02:00"],
        []);

    [Fact]
    public void Preview_of_a_shifted_time_says_when_it_runs() => Check(
        Of("30 2 * * *", Spring, 1, GapRule.Shift),
        ["2026-03-29T03:30:00+02:00 | dst gap: 02:30 does not exist on 2026-03-29, runs at 03:30"],
        []);

    [Fact]
    public void Preview_of_a_skipped_time_lists_it() => Check(
        Of("30 2 * * *", Spring, 1, GapRule.Skip),
        ["2026-03-30T02:30:00+02:00"],
        ["2026-03-29T02:30:00 | dst gap: 02:30 does not exist on 2026-03-29"]);

    [Fact]
    public void Preview_of_many_times_in_the_gap_says_how_many() => Check(
        Of("*/20 2,3 * * *", Spring, 2, GapRule.NextValid),
        [
            "2026-03-29T03:00:00+02:00 | dst gap: 02:00 to 02:40 do not exist on 2026-03-29 (3 times), "
                + "run once at 03:00, one run with that of 03:00",
            "2026-03-29T03:20:00+02:00",
        ],
        []);

    [Fact]
    public void Preview_of_shifted_times_that_meet_others_says_so() => Check(
        Of("0,30 2,3 * * *", Spring, 2, GapRule.Shift),
        [
            "2026-03-29T03:00:00+02:00 | dst gap: 02:00 does not exist on 2026-03-29, runs at 03:00, one run with that of 03:00",
            "2026-03-29T03:30:00+02:00 | dst gap: 02:30 does not exist on 2026-03-29, runs at 03:30, one run with that of 03:30",
        ],
        []);

    [Fact]
    public void Preview_of_a_time_that_happens_twice_says_which_runs() => Check(
        Of("30 2 * * *", Autumn, 2),
        ["2026-10-25T02:30:00+02:00 | dst overlap: 02:30 happens twice, this is the first", "2026-10-26T02:30:00+01:00"],
        ["2026-10-25T02:30:00+01:00 | dst overlap: 02:30 happens twice, only the first runs"]);

    [Fact]
    public void Preview_of_the_second_time_says_so() => Check(
        Of("30 2 * * *", Autumn, 1, repeat: RepeatRule.Second),
        ["2026-10-25T02:30:00+01:00 | dst overlap: 02:30 happens twice, this is the second"],
        ["2026-10-25T02:30:00+02:00 | dst overlap: 02:30 happens twice, only the second runs"]);

    [Fact]
    public void Preview_that_ends_before_the_second_time_lists_the_first() => Check(
        Subject.Times(
            Subject.Cron("30 2 25 10 *", "Europe/Berlin", repeat: RepeatRule.Second) with { EndAt = Subject.At("2026-10-25T00:45:00Z") })
            .Preview(Subject.At(Autumn), 1, Ends),
        [],
        ["2026-10-25T02:30:00+02:00 | dst overlap: 02:30 happens twice, only the second runs"]);

    [Fact]
    public void Preview_of_an_expression_of_every_n_runs_both() => Check(
        Of("*/30 * * * *", "2026-10-25T00:00:00Z", 5),
        [
            "2026-10-25T02:00:00+02:00 | dst overlap: 02:00 happens twice, this is the first",
            "2026-10-25T02:30:00+02:00 | dst overlap: 02:30 happens twice, this is the first",
            "2026-10-25T02:00:00+01:00 | dst overlap: 02:00 happens twice, this is the second",
            "2026-10-25T02:30:00+01:00 | dst overlap: 02:30 happens twice, this is the second",
            "2026-10-25T03:00:00+01:00",
        ],
        []);

    [Fact]
    public void Preview_begins_with_a_fire_at_its_first_instant() => Check(
        Of("0 14 * * *", "2026-06-01T12:00:00Z", 1), ["2026-06-01T14:00:00+02:00"], []);

    [Fact]
    public void Preview_of_both_days_restricted_says_that_both_must_match() => Check(
        Of("0 9 13 * FRI", "2026-06-01T12:00:00Z", 2),
        ["2026-11-13T09:00:00+01:00 | day of month and day of week are both restricted: both must match", "2027-08-13T09:00:00+02:00"],
        []);

    [Fact]
    public void Preview_of_a_skipped_day_names_the_date_on_which_it_runs() => Check(
        Subject.Times(Subject.Cron("30 9 30 12 *", "Pacific/Apia")).Preview(Subject.At("2011-12-01T00:00:00Z"), 1, Ends),
        ["2011-12-31T00:00:00+14:00 | dst gap: 09:30 does not exist on 2011-12-30, runs at 2011-12-31 00:00"],
        []);

    [Fact]
    public void Preview_of_excluded_days_lists_them() => Check(
        With("30 7 * * MON-FRI", "2026-12-24T12:00:00Z", 1, new CalendarUse("holidays-de")),
        ["2026-12-28T07:30:00+01:00"],
        ["2026-12-25T07:30:00+01:00 | excluded by calendar 'holidays-de'"]);

    [Fact]
    public void Preview_of_moved_fires_says_from_where() => Check(
        With("30 7 * * *", "2026-12-24T12:00:00Z", 2, new CalendarUse("holidays-de", CalendarShift.Next), new CalendarUse("weekends")),
        [
            "2026-12-28T07:30:00+01:00 | moved by calendar 'holidays-de' from Fri 2026-12-25, one run with that of Mon 2026-12-28 itself"
                + " | moved by calendar 'holidays-de' from Sat 2026-12-26, one run with that of Mon 2026-12-28 itself",
            "2026-12-29T07:30:00+01:00",
        ],
        ["2026-12-27T07:30:00+01:00 | excluded by calendar 'weekends'"]);

    [Fact]
    public void Preview_of_a_move_to_the_day_before_says_from_where() => Check(
        With("30 7 26 12 *", "2026-12-01T12:00:00Z", 1, new CalendarUse("holidays-de", CalendarShift.Previous)),
        ["2026-12-24T07:30:00+01:00 | moved by calendar 'holidays-de' from Sat 2026-12-26"],
        []);

    [Fact]
    public void Preview_of_days_of_another_zone_lists_what_they_exclude() => Check(
        With("0 */8 * * *", "2026-12-25T00:00:00Z", 2, new CalendarUse("us")),
        ["2026-12-26T08:00:00+01:00", "2026-12-26T16:00:00+01:00"],
        [
            "2026-12-25T08:00:00+01:00 | excluded by calendar 'us'",
            "2026-12-25T16:00:00+01:00 | excluded by calendar 'us'",
            "2026-12-26T00:00:00+01:00 | excluded by calendar 'us'",
        ]);

    [Fact]
    public void Preview_of_an_interval_shows_the_wall_clock_and_what_is_excluded()
    {
        var spec = new IntervalSpec
        {
            Every = TimeSpan.FromHours(12),
            Anchor = Subject.At("2026-12-24T10:00:00.500Z"),
            TimeZone = "Europe/Berlin",
            Calendars = [new("holidays-de")],
        };

        Check(
            Subject.Times(spec, Holidays).Preview(Subject.At("2026-12-24T10:00:00Z"), 3, Ends),
            ["2026-12-24T11:00:00.500+01:00", "2026-12-24T23:00:00.500+01:00", "2026-12-27T11:00:00.500+01:00"],
            [
                "2026-12-25T11:00:00.500+01:00 | excluded by calendar 'holidays-de'",
                "2026-12-25T23:00:00.500+01:00 | excluded by calendar 'holidays-de'",
                "2026-12-26T11:00:00.500+01:00 | excluded by calendar 'holidays-de'",
                "2026-12-26T23:00:00.500+01:00 | excluded by calendar 'holidays-de'",
            ]);
    }

    [Fact]
    public void Preview_of_a_once_that_is_excluded_says_why() => Check(
        Subject.Times(new OnceSpec { At = Subject.At("2026-12-25T10:00:00Z"), Calendars = [new("us")] }, Holidays).Preview(
            Subject.At("2026-12-01T00:00:00Z"), 3, Ends),
        [],
        ["2026-12-25T10:00:00+00:00 | excluded by calendar 'us'"]);

    [Fact]
    public void Preview_is_bounded()
    {
        var closed = new Dictionary<string, CalendarDefinition> { ["closed"] = new() { Ranges = [new(new(2026, 1, 1), new(2027, 1, 1))] } };
        var preview = Subject.Times(Subject.Cron("* * * * * *") with { Calendars = [new("closed")] }, closed).Preview(
            Subject.At("2026-01-01T00:00:00Z"), 1_000_000, Ends);

        Assert.Equal(1000, preview.Fires.Count);
        Assert.Equal(1000, preview.Skipped.Count);
        Assert.Equal("2026-01-01T00:00:00+00:00", preview.Skipped[0].LocalTime);
        Assert.Equal("2026-01-01T00:16:39+00:00", preview.Skipped[^1].LocalTime);
    }

    [Fact]
    public void Preview_of_a_skipped_day_of_seconds_is_bounded()
    {
        var preview = Subject.Times(Subject.Cron("* * * 30 12 *", "Pacific/Apia", GapRule.NextValid)).Preview(
            Subject.At("2011-12-01T00:00:00Z"), 1, Ends);
        Assert.Equal(
            ["dst gap: 4000 or more times from 00:00 on do not exist on 2011-12-30, run once at 2011-12-31 00:00"], preview.Fires[0].Notes);

        preview = Subject.Times(Subject.Cron("* * * 30 12 ?", "Pacific/Apia", GapRule.Skip))
            .Preview(Subject.At("2011-12-30T22:00:00Z"), 1, Ends);
        Assert.Equal("2011-12-30T12:00:00", preview.Skipped[0].LocalTime);
    }

    [Fact]
    public void Preview_of_nothing_is_empty() =>
        Check(Subject.Times(Subject.Cron("0 0 30 2 *")).Preview(Subject.At(Spring), 10, Ends), [], []);

    [Fact]
    public void Preview_for_a_caller_who_has_left_ends() => Assert.Throws<OperationCanceledException>(
        () => Subject.Times(Subject.Cron("* * * * *")).Preview(Subject.At(Spring), 10, new CancellationToken(canceled: true)));

    [Fact]
    public void Preview_has_the_fires_of_Next()
    {
        var times = Subject.Times(Subject.Cron("7,37 1-4 * * *", "Australia/Lord_Howe", GapRule.Shift, RepeatRule.Both));
        var from = Subject.At("2026-03-30T00:00:00Z");

        var preview = times.Preview(from, 1000, Ends);

        Assert.Equal(times.Between(from, preview.Fires[^1].NominalAt.AddTicks(1)), preview.Fires.Select(fire => fire.NominalAt));
    }

    private static FirePreview Of(string cron, string from, int count, GapRule gap = GapRule.Auto, RepeatRule repeat = RepeatRule.Auto) =>
        Subject.Times(Subject.Cron(cron, "Europe/Berlin", gap, repeat)).Preview(Subject.At(from), count, Ends);

    private static FirePreview With(string cron, string from, int count, params CalendarUse[] calendars) =>
        Subject.Times(Subject.Cron(cron, "Europe/Berlin") with { Calendars = calendars }, Holidays).Preview(Subject.At(from), count, Ends);

    private static void Check(FirePreview preview, string[] fires, string[] skipped)
    {
        Assert.Equal(fires, preview.Fires.Select(fire => string.Join(" | ", [fire.LocalTime, .. fire.Notes])));
        Assert.Equal(skipped, preview.Skipped.Select(fire => $"{fire.LocalTime} | {fire.Reason}"));
    }
}
