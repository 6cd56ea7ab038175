using CsCheck;
using JobScheduler.TestKit;

namespace JobScheduler.Api.Tests.Calendars;

/// <summary>Recurrence rules, against the RFC's table of parts asked of each day.</summary>
public sealed class ICalendarRuleTests
{
    private static readonly DateTime Start = new(2025, 12, 1);

    private static readonly Gen<string> Months = Part("BYMONTH", "1", "2", "11,12", "3,6,9", "4,5,6,7,8");
    private static readonly Gen<string> MonthDays = Part("BYMONTHDAY", "1", "-1", "29,30,31", "13", "1,15,-2", "-31", "10,-20");
    private static readonly Gen<string> Weekdays = Part("BYDAY", "MO", "SU", "MO,WE,FR", "SA,SU", "TU,TH");
    private static readonly Gen<string> Numbered = Part("BYDAY", "1MO", "-1FR", "2TU,4TU", "5WE", "-5SA", "MO,-1SU", "SU");
    private static readonly Gen<string> YearNumbered = Part("BYDAY", "20MO", "-1SU", "53FR", "1TU,-53WE", "TH");
    private static readonly Gen<string> YearDays = Part("BYYEARDAY", "1", "-1", "100,200", "366", "-366", "60,-60");
    private static readonly Gen<string> Weeks = Part("BYWEEKNO", "1", "20", "53", "-1", "10,52", "-53");
    private static readonly Gen<string> Positions = Part("BYSETPOS", "1", "-1", "2,-2", "1,3");
    private static readonly Gen<string> Week = Part("WKST", "SU", "MO", "WE");
    private static readonly Gen<string> Bounds = Part("COUNT", "1", "4", "17", "60");
    private static readonly Gen<string> Steps = Gen.OneOf(
        Part("INTERVAL", "1", "2", "3", "5"),
        Part("INTERVAL", "1", "2", "3", "5"),
        Gen.Int[2_900_000, 2_920_000].Select(interval => $";INTERVAL={interval}"));

    private static readonly Gen<string> Daily = Rule("DAILY", Months, MonthDays, Weekdays);
    private static readonly Gen<string> Weekly = Rule("WEEKLY", Months, Weekdays);
    private static readonly Gen<string> Monthly = Rule("MONTHLY", Months, MonthDays, Numbered);
    private static readonly Gen<string> Yearly = Gen.OneOf(
        Rule("YEARLY", Months, MonthDays, Weekdays),
        Rule("YEARLY", Part("BYMONTH", "1", "2,3", "12"), Numbered),
        Rule("YEARLY", YearNumbered),
        Rule("YEARLY", YearDays, Weekdays),
        Rule("YEARLY", Months, Weeks, Weekdays));

    [Fact]
    public void Read_ofAnyRule_hasTheDaysOfTheTable() =>
        Gen.Select(Gen.OneOf(Daily, Weekly, Monthly, Yearly), Gen.Int[-700, 1200]).Sample(
            (rule, days) =>
            {
                var start = Start.AddDays(days);
                var expected = new NaiveRule(rule, start).Days(new DateTime(2036, 11, 24)).Where(day => day >= new DateTime(2025, 11, 24));

                Assert.Equal(
                    string.Join(' ', expected.Select(day => $"{day:yyyy-MM-dd}")),
                    ICalendar.Days($"DTSTART;VALUE=DATE:{start:yyyyMMdd}|RRULE:{rule}"));
            },
            iter: Breadth.Of(1500, 300));

    /// <summary>Examples of RFC 5545, 3.8.5.3, moved to later years where the weekdays are the same.</summary>
    [Theory]
    [InlineData("20270905", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=3", "2027-09-05 2027-09-19 2027-10-03")]
    [InlineData("20270805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TH,SU;WKST=MO", "2027-08-05 2027-08-08 2027-08-19 2027-08-22")]
    [InlineData("20270805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TH,SU;WKST=SU", "2027-08-05 2027-08-15 2027-08-19 2027-08-29")]
    [InlineData("20270903", "FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "2027-09-03 2027-10-01 2027-11-05")]
    [InlineData("20270928", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3", "2027-09-28 2027-10-29 2027-11-28")]
    [InlineData("20270131", "FREQ=MONTHLY;COUNT=4", "2027-01-31 2027-03-31 2027-05-31 2027-07-31")]
    [InlineData("20270930", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "2027-09-30 2027-10-29 2027-11-30")]
    [InlineData("20280229", "FREQ=YEARLY;COUNT=2", "2028-02-29 2032-02-29")]
    [InlineData("20281107", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=2", "2028-11-07 2032-11-02")]
    [InlineData("20270517", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "2027-05-17 2028-05-15 2029-05-14")]
    [InlineData("20270813", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "2027-08-13 2028-10-13")]
    public void Read_ofRules_hasTheDaysOfTheRfc(string start, string rule, string expected) =>
        Assert.Equal(expected, ICalendar.Days($"DTSTART;VALUE=DATE:{start}|RRULE:{rule}"));

    /// <summary>From 11 January 2027 it is 2,912,067 days, 416,009 weeks, 95,675 months, 7,972 years to the end of the year 9999.</summary>
    [Theory]
    [InlineData("DAILY", 2_900_000, 2_920_000)]
    [InlineData("WEEKLY", 415_900, 416_200)]
    [InlineData("MONTHLY", 95_600, 95_800)]
    [InlineData("YEARLY", 7_900, 8_100)]
    public void Read_ofAStepToTheEndOfAllCalendars_hasTheStartAlone(string frequency, int least, int most)
    {
        for (var interval = least; interval <= most; interval++)
        {
            Assert.Equal("2027-01-11", ICalendar.Days($"DTSTART;VALUE=DATE:20270111|RRULE:FREQ={frequency};INTERVAL={interval}"));
        }
    }

    [Theory]
    [InlineData("99991231")]
    [InlineData("99990101")]
    [InlineData("99981231")]
    public void Read_ofAStartAtTheEndOfAllCalendars_hasNoDays(string start) =>
        Assert.All(
            ["DAILY", "WEEKLY", "WEEKLY;WKST=SU;INTERVAL=2", "MONTHLY", "YEARLY"],
            rule => Assert.Equal("", ICalendar.Days($"DTSTART;VALUE=DATE:{start}|RRULE:FREQ={rule}")));

    [Theory]
    [InlineData("DTSTART:20270111T090000", "BYHOUR=9;BYMINUTE=0")]
    [InlineData("DTSTART:20270111T090000", "BYHOUR=09;BYMINUTE=00;BYSECOND=0")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T233015", "BYHOUR=23;BYMINUTE=30;BYSECOND=15")]
    [InlineData("DTSTART:20270111T000000Z", "BYHOUR=0,0")]
    [InlineData("DTSTART;VALUE=DATE:20270111", "BYHOUR=9,17;BYMINUTE=30")]
    public void Read_ofTimesOfDay_thatAreTheStarts_hasTheDays(string start, string times) =>
        Assert.Equal("2027-01-11 2027-01-18", ICalendar.Days($"{start}|RRULE:FREQ=WEEKLY;BYDAY=MO;{times};COUNT=2"));

    [Theory]
    [InlineData("FREQ=WEEKLY;BYHOUR=10")]
    [InlineData("FREQ=WEEKLY;BYHOUR=9,10")]
    [InlineData("FREQ=WEEKLY;BYHOUR=9;BYMINUTE=30")]
    [InlineData("FREQ=WEEKLY;BYHOUR=9;BYMINUTE=0;BYSECOND=0,30")]
    [InlineData("FREQ=HOURLY;BYHOUR=9")]
    public void Read_ofOtherTimesOfDay_isRefused(string rule) =>
        Assert.EndsWith(
            "has a rule with times of day (FREQ=HOURLY and finer, BYHOUR, BYMINUTE, BYSECOND); a calendar holds whole days",
            ICalendar.Refusal($"DTSTART:20270111T090000|RRULE:{rule}"));

    [Theory]
    [InlineData("FREQ=DAILY;BYDAY=1MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=-1MO")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO")]
    [InlineData("FREQ=MONTHLY;BYYEARDAY=1")]
    [InlineData("FREQ=MONTHLY;BYWEEKNO=1")]
    [InlineData("FREQ=WEEKLY;BYMONTHDAY=1")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=DAILY;COUNT=0")]
    [InlineData("FREQ=DAILY;COUNT=-1")]
    [InlineData("FREQ=DAILY;BYMONTHDAY=0")]
    [InlineData("FREQ=DAILY;BYMONTHDAY=32")]
    [InlineData("FREQ=DAILY;BYMONTH=13")]
    [InlineData("FREQ=DAILY;BYDAY=XX")]
    [InlineData("FREQ=DAILY;FREQ=DAILY")]
    [InlineData("FREQ=YEARLY;RSCALE=HEBREW")]
    [InlineData("FREQ=DAILY;UNTIL=soon")]
    [InlineData("INTERVAL=2")]
    [InlineData("DAILY")]
    [InlineData("")]
    public void Read_ofARuleThatIsNotValid_isRefused(string rule) =>
        Assert.StartsWith("event 1 (no summary) has ", ICalendar.Refusal($"DTSTART;VALUE=DATE:20270101|RRULE:{rule}"));

    private static Gen<string> Part(string name, params string[] values) => Gen.OneOf(values).Select(value => $";{name}={value}");

    private static Gen<string> Rule(string frequency, params Gen<string>[] parts) =>
        parts.Append(Positions).Append(Week).Append(Bounds).Append(Steps).Aggregate(
            Gen.Const($"FREQ={frequency}"), (rule, part) => Gen.Select(rule, Maybe(part)).Select((before, one) => before + one));

    private static Gen<string> Maybe(Gen<string> part) => Gen.Bool.SelectMany(some => some ? part : Gen.Const(""));
}
