using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Core.Tests.Schedules.Calendars;

public sealed class CalendarRulesTests
{
    private static readonly DateOnly Day = new(2026, 12, 25);

    public static TheoryData<string, CalendarDefinition> Wrong => new()
    {
        { "kind", new CalendarDefinition { Kind = (CalendarKind)7, Dates = [Day] } },
        { "kind", new CalendarDefinition { Kind = CalendarKind.Include } },
        { "dates", new CalendarDefinition { Dates = [.. Enumerable.Range(0, 2_001).Select(Day.AddDays)] } },
        { "dates[1]", new CalendarDefinition { Dates = [Day, new DateOnly(1969, 12, 31)] } },
        {
            "ranges",
            new CalendarDefinition { Ranges = [.. Enumerable.Range(0, 501).Select(i => new DateRange(Day.AddDays(i), Day.AddDays(i)))] }
        },
        { "ranges[0].to", new CalendarDefinition { Ranges = [new DateRange(Day, Day.AddDays(-1))] } },
        { "ranges[1].from", new CalendarDefinition { Ranges = [new DateRange(Day, Day), new DateRange(new DateOnly(1, 1, 1), Day)] } },
        { "weekdays[0]", new CalendarDefinition { Weekdays = [(DayOfWeek)7] } },
        { "weekdays", new CalendarDefinition { Weekdays = [.. Enum.GetValues<DayOfWeek>(), DayOfWeek.Friday] } },
        { "timeZone", new CalendarDefinition { TimeZone = "Europe/Atlantis" } },
        { "timeZone", new CalendarDefinition { TimeZone = "" } },
    };

    public static TheoryData<CalendarDefinition> Right =>
    [
        new CalendarDefinition(),
        new CalendarDefinition { Dates = [.. Enumerable.Range(0, 2_000).Select(Day.AddDays)] },
        new CalendarDefinition
        {
            Dates = [new DateOnly(1970, 1, 1), DateOnly.MaxValue],
            Ranges = [new DateRange(Day, Day)],
            TimeZone = "W. Europe Standard Time",
        },
        new CalendarDefinition { Kind = CalendarKind.Include, Weekdays = Enum.GetValues<DayOfWeek>(), TimeZone = "Europe/Berlin" },
        new CalendarDefinition { Weekdays = [.. Enum.GetValues<DayOfWeek>().Where(day => day != DayOfWeek.Monday), DayOfWeek.Friday] },
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Check_refuses_at_the_field(string field, CalendarDefinition definition) => Assert.Equal([field], Check(definition).Keys);

    [Theory]
    [MemberData(nameof(Right))]
    public void Check_accepts(CalendarDefinition definition) => Assert.Empty(Check(definition));

    [Fact]
    public void Check_says_everything_at_once() => Assert.Equal(
        ["dates[0]", "ranges[0].to", "timeZone", "weekdays[0]"],
        Check(new CalendarDefinition
        {
            Dates = [DateOnly.MinValue],
            Ranges = [new DateRange(Day, Day.AddDays(-1))],
            Weekdays = [(DayOfWeek)9],
            TimeZone = "x",
        }).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Sorted_says_each_day_once_in_order()
    {
        var sorted = CalendarRules.Sorted(new CalendarDefinition
        {
            Dates = [Day.AddDays(1), Day, Day.AddDays(1)],
            Ranges = [new DateRange(Day, Day.AddDays(2)), new DateRange(Day, Day.AddDays(1)), new DateRange(Day, Day.AddDays(2))],
            Weekdays = [DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Sunday],
        });

        Assert.Equal([Day, Day.AddDays(1)], sorted.Dates);
        Assert.Equal([new DateRange(Day, Day.AddDays(1)), new DateRange(Day, Day.AddDays(2))], sorted.Ranges);
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Sunday], sorted.Weekdays);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Check(CalendarDefinition definition)
    {
        var errors = new ErrorList();
        CalendarRules.Check(definition, errors);
        return errors.ToDictionary();
    }
}
