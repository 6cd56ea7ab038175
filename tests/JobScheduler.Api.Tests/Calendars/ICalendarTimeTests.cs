using System.Text;
using CsCheck;
using JobScheduler.TestKit;

namespace JobScheduler.Api.Tests.Calendars;

/// <summary>Times in zones: instants are compared, days are those of the event's zone. Expected values are worked out by hand.</summary>
public sealed class ICalendarTimeTests
{
    /// <summary>Central Europe, as Exchange writes it: rules that begin in 1601, with a start that is not one of their days.</summary>
    private const string CentralEurope =
        "BEGIN:VTIMEZONE|TZID:Customized Time Zone|BEGIN:STANDARD|DTSTART:16010101T030000|TZOFFSETFROM:+0200|TZOFFSETTO:+0100"
        + "|RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10|END:STANDARD|BEGIN:DAYLIGHT|DTSTART:16010101T020000|TZOFFSETFROM:+0100"
        + "|TZOFFSETTO:+0200|RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3|END:DAYLIGHT|END:VTIMEZONE|";

    [Theory]

    // 18:00 in Los Angeles is 02:00 UTC of the next day.
    [InlineData(
        "DTSTART;TZID=America/Los_Angeles:20270111T180000|RRULE:FREQ=DAILY;UNTIL=20270115T020000Z", "2027-01-11..14")]
    [InlineData(
        "DTSTART;TZID=America/Los_Angeles:20270111T180000|RRULE:FREQ=DAILY;UNTIL=20270115T015959Z", "2027-01-11..13")]
    [InlineData("DTSTART;TZID=Asia/Tokyo:20270111T080000|RRULE:FREQ=DAILY;UNTIL=20270113T230000Z", "2027-01-11..14")]
    [InlineData("DTSTART:20270111T180000Z|RRULE:FREQ=DAILY;UNTIL=20270114T180000Z", "2027-01-11..14")]
    [InlineData("DTSTART;TZID=Asia/Tokyo:20270111T080000|RRULE:FREQ=DAILY;UNTIL=20270114", "2027-01-11..14")]
    [InlineData("DTSTART:20270111T180000|RRULE:FREQ=DAILY;UNTIL=20270114T180000", "2027-01-11..14")]
    [InlineData("DTSTART;VALUE=DATE:20270111|RRULE:FREQ=DAILY;UNTIL=20270114T000000Z", "2027-01-11..14")]

    // The clocks change on 28 March 2027: 00:30 in Berlin is 23:30 UTC before, and 22:30 after.
    [InlineData("DTSTART;TZID=Europe/Berlin:20270327T003000|RRULE:FREQ=DAILY;UNTIL=20270328T223000Z", "2027-03-27..29")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270327T003000|RRULE:FREQ=DAILY;UNTIL=20270328T222959Z", "2027-03-27..28")]
    [InlineData("DTSTART;TZID=W. Europe Standard Time:20270327T003000|RRULE:FREQ=DAILY;UNTIL=20270328T223000Z", "2027-03-27..29")]
    [InlineData(
        "DTSTART;TZID=/mozilla.org/20070129_1/Europe/Berlin:20270327T003000|RRULE:FREQ=DAILY;UNTIL=20270328T223000Z", "2027-03-27..29")]
    [InlineData("DTSTART;TZID=EUROPE/BERLIN:20270327T003000|RRULE:FREQ=DAILY;UNTIL=20270328T222959Z", "2027-03-27..28")]
    public void Until_isAnInstant(string lines, string expected) => Expect(lines, expected);

    [Theory]

    // Midnight in Berlin of the 13th is 23:00 UTC of the 12th.
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20270111T000000|RRULE:FREQ=DAILY;COUNT=4|EXDATE:20270112T230000Z", "2027-01-11..12 2027-01-14")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T000000|RRULE:FREQ=DAILY;COUNT=4|EXDATE:20270112T000000Z", "2027-01-11..14")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20270111T080000|RRULE:FREQ=DAILY;COUNT=4|EXDATE;TZID=Asia/Tokyo:20270112T160000,20270113T150000",
        "2027-01-11 2027-01-13..14")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20270111T080000|RRULE:FREQ=DAILY;COUNT=4|EXDATE;VALUE=DATE:20270113", "2027-01-11..12 2027-01-14")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T080000|RRULE:FREQ=DAILY;COUNT=4|EXDATE:20270113T080000", "2027-01-11..12 2027-01-14")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T080000|RRULE:FREQ=DAILY;COUNT=4|EXDATE:20270113T090000", "2027-01-11..14")]
    [InlineData("DTSTART;VALUE=DATE:20270111|RRULE:FREQ=DAILY;COUNT=4|EXDATE:20270113T000000Z", "2027-01-11..12 2027-01-14")]
    [InlineData(
        "DTSTART;VALUE=DATE:20270111|RRULE:FREQ=DAILY;COUNT=4|EXDATE;VALUE=DATE:20270112|EXDATE;VALUE=DATE:20270113,20270114",
        "2027-01-11")]
    public void Exdate_isAnInstant(string lines, string expected) => Expect(lines, expected);

    [Theory]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T003000|RDATE:20270119T233000Z", "2027-01-11 2027-01-20")]
    [InlineData("DTSTART;TZID=America/Los_Angeles:20270111T180000|RDATE:20270120T020000Z", "2027-01-11 2027-01-19")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T003000|RDATE;VALUE=DATE:20270120", "2027-01-11 2027-01-20")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20270111T003000|RDATE:20270119T233000Z|EXDATE;TZID=Europe/Berlin:20270120T003000", "2027-01-11")]
    [InlineData("DTSTART;VALUE=DATE:20270111|DTEND;VALUE=DATE:20270113|RDATE;VALUE=DATE:20270120", "2027-01-11..12 2027-01-20..21")]
    [InlineData(
        "DTSTART:20270111T080000Z|DTEND:20270111T090000Z|RDATE;VALUE=PERIOD:20270120T220000Z/20270122T010000Z,20270201T080000Z/P2DT1H",
        "2027-01-11 2027-01-20..22 2027-02-01..03")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20270111T080000|DTEND;TZID=Europe/Berlin:20270113T090000"
            + "|RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20270120T080000/PT1H",
        "2027-01-11..13 2027-01-20")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20270111T080000|RDATE;VALUE=PERIOD:20270119T230000Z/20270120T230000Z", "2027-01-11 2027-01-20")]

    // The clock shows 02:30 twice on 31 October; 01:30 UTC is the second, and 22 hours later it is 23:30 UTC, 00:30 of the next day.
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20271001T080000|DTEND;TZID=Europe/Berlin:20271002T060000|RDATE:20271031T013000Z",
        "2027-10-01..02 2027-10-31..11-01")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20271001T080000|DURATION:PT22H|RDATE:20271031T003000Z", "2027-10-01..02 2027-10-31")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20271001T080000|RDATE;VALUE=PERIOD:20271031T013000Z/20271031T230000Z", "2027-10-01 2027-10-31")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20271001T080000|RDATE;VALUE=PERIOD:20271031T013000Z/20271031T230001Z",
        "2027-10-01 2027-10-31..11-01")]
    public void Rdate_hasItsDayOnTheClockOfTheEvent_andAPeriodItsOwnLength(string lines, string expected) => Expect(lines, expected);

    [Theory]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T200000|DTEND:20270111T230000Z", "2027-01-11")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T200000|DTEND:20270111T230001Z", "2027-01-11..12")]
    [InlineData("DTSTART;TZID=America/New_York:20270111T200000|DTEND;TZID=Asia/Tokyo:20270112T140000", "2027-01-11")]
    [InlineData("DTSTART;TZID=Asia/Tokyo:20270111T200000|DTEND;TZID=America/New_York:20270111T103000", "2027-01-11..12")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T200000|DTEND;VALUE=DATE:20270113", "2027-01-11..12")]
    [InlineData("DTSTART;VALUE=DATE:20270111|DTEND:20270112T100000Z", "2027-01-11..12")]
    [InlineData("DTSTART;VALUE=DATE:20270111|DTEND;VALUE=DATE:20270111", "2027-01-11")]
    [InlineData("DTSTART;VALUE=DATE:20270111|DURATION:P3D", "2027-01-11..13")]
    [InlineData("DTSTART;VALUE=DATE:20270111|DURATION:PT36H", "2027-01-11..12")]
    [InlineData("DTSTART:20270111T100000Z|DTEND:20270111T090000Z", "2027-01-11")]
    [InlineData("DTSTART:20270111T100000Z|DURATION:-PT15M", "2027-01-11")]
    [InlineData("DTSTART:20270111T000000|DURATION:P1D", "2027-01-11")]
    [InlineData("DTSTART:20270111T000000|DURATION:P1DT1S", "2027-01-11..12")]
    [InlineData("DTSTART:20270111T235960Z|DURATION:PT1S", "2027-01-11")]

    // 24 hours from midnight to midnight, repeated, are exact: the day on which the clocks go forward has 23, the other 25.
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20270321T000000|DTEND;TZID=Europe/Berlin:20270322T000000|RRULE:FREQ=WEEKLY;COUNT=2",
        "2027-03-21 2027-03-28..29")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270321T000000|DURATION:P1D|RRULE:FREQ=WEEKLY;COUNT=2", "2027-03-21 2027-03-28")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20271024T010000|DTEND;TZID=Europe/Berlin:20271025T000001|RRULE:FREQ=WEEKLY;COUNT=2",
        "2027-10-24..25 2027-10-31")]
    public void End_isAnInstant_andNotPartOfTheEvent(string lines, string expected) => Expect(lines, expected);

    [Theory]

    // The day that Apia skipped is not in it; a time in a gap is that of the clock after it.
    [InlineData("DTSTART;TZID=Europe/Berlin:20270327T023000|RRULE:FREQ=DAILY;COUNT=3|EXDATE:20270328T013000Z", "2027-03-27 2027-03-29")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20271030T023000|RRULE:FREQ=DAILY;COUNT=3|EXDATE:20271031T003000Z", "2027-10-30 2027-11-01")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20271030T023000|RRULE:FREQ=DAILY;COUNT=3|EXDATE:20271031T013000Z", "2027-10-30..11-01")]

    // In Cairo 30 April begins at 01:00, in Santiago 5 September.
    [InlineData("DTSTART;TZID=Africa/Cairo:20270429T000000|DURATION:P1D|RRULE:FREQ=DAILY;COUNT=2", "2027-04-29..30")]
    [InlineData("DTSTART;TZID=Africa/Cairo:20270430T000000|DURATION:P1D", "2027-04-30")]
    [InlineData("DTSTART;TZID=Africa/Cairo:20270430T000000|DURATION:P1DT1S", "2027-04-30..05-01")]
    [InlineData("DTSTART;TZID=Africa/Cairo:20270430T000000|DURATION:PT24H", "2027-04-30..05-01")]
    [InlineData("DTSTART;TZID=Africa/Cairo:20270420T000000|DURATION:P1D|RDATE;TZID=Africa/Cairo:20270430T000000", "2027-04-20 2027-04-30")]
    [InlineData("DTSTART;TZID=Africa/Cairo:20270420T000000|DURATION:P1D|RDATE;VALUE=DATE:20270430", "2027-04-20 2027-04-30")]
    [InlineData("DTSTART;TZID=Africa/Cairo:20270420T000000|DURATION:P1D|RDATE:20270429T220000Z", "2027-04-20 2027-04-30..05-01")]
    [InlineData("DTSTART;TZID=America/Santiago:20270904T000000|DURATION:P1D|RRULE:FREQ=DAILY;COUNT=2", "2027-09-04..05")]
    public void Times_thatTheClocksSkipOrRepeat_areThoseOfTheOffsetBefore(string lines, string expected) => Expect(lines, expected);

    [Theory]
    [InlineData("RECURRENCE-ID:20270112T230000Z|DTSTART;TZID=Europe/Berlin:20270120T000000", "2027-01-11..12 2027-01-14 2027-01-20")]
    [InlineData("RECURRENCE-ID;VALUE=DATE:20270113|DTSTART;TZID=Europe/Berlin:20270120T000000", "2027-01-11..12 2027-01-14 2027-01-20")]
    [InlineData("RECURRENCE-ID;TZID=Asia/Tokyo:20270113T080000|DTSTART:20270120T000000Z|STATUS:cancelled", "2027-01-11..12 2027-01-14")]
    [InlineData("RECURRENCE-ID:20270113T000000Z|DTSTART:20270120T000000Z", "2027-01-11..14 2027-01-20")]
    public void RecurrenceId_isAnInstant_andItsOccurrenceMoves(string change, string expected) => ExpectOf(
        ICalendar.Event("UID:a|DTSTART;TZID=Europe/Berlin:20270111T000000|RRULE:FREQ=DAILY;COUNT=4")
            + ICalendar.Event($"UID:a|{change}"),
        expected);

    [Theory]
    [InlineData("RANGE=THISANDFUTURE")]
    [InlineData("VALUE=DATE;RANGE=\"THISANDFUTURE\"")]
    public void Range_isRefused_withAWayOut(string parameters) =>
        Assert.Contains(
            "UNTIL",
            ICalendar.RefusalOf(ICalendar.Of(
                ICalendar.Event("UID:a|DTSTART;VALUE=DATE:20270111|RRULE:FREQ=DAILY;COUNT=4")
                    + ICalendar.Event($"UID:a|RECURRENCE-ID;{parameters}:20270113|DTSTART;VALUE=DATE:20270114"))),
            StringComparison.Ordinal);

    [Theory]

    // 00:30 there is 22:30 UTC in summer.
    [InlineData("DTSTART;TZID=Customized Time Zone:20270327T003000|RRULE:FREQ=DAILY;UNTIL=20270328T223000Z", "2027-03-27..29")]
    [InlineData("DTSTART;TZID=Customized Time Zone:20270327T003000|RRULE:FREQ=DAILY;UNTIL=20270328T222959Z", "2027-03-27..28")]
    [InlineData("DTSTART;TZID=\"customized time zone\":20270701T003000|DTEND:20270701T215959Z", "2027-07-01")]
    [InlineData("DTSTART;TZID=Customized Time Zone:20270701T003000|DTEND:20270701T220001Z", "2027-07-01..02")]
    [InlineData("DTSTART;TZID=Customized Time Zone:20271201T003000|DTEND:20271201T225959Z", "2027-12-01")]
    [InlineData("DTSTART:20271201T233000Z|DTEND;TZID=Customized Time Zone:20271202T010000", "2027-12-01")]
    public void Zone_thatTheTextDefines_isRead(string lines, string expected) => ExpectOf(CentralEurope + ICalendar.Event(lines), expected);

    [Theory]
    [InlineData("99991231T235959Z")]
    [InlineData("99991231T235959")]
    [InlineData("99991231")]
    public void Zone_whoseRulesEndInTheLastYear_isRead(string until) => ExpectOf(
        CentralEurope.Replace(";BYMONTH", $";UNTIL={until};BYMONTH", StringComparison.Ordinal)
            + ICalendar.Event("DTSTART;TZID=Customized Time Zone:20270701T003000|DTEND:20270701T220001Z"),
        "2027-07-01..02");

    [Theory]
    [InlineData("+0500", "2027-07-01T19")]
    [InlineData("-0500", "2027-07-02T05")]
    public void Zone_withAChangeAtTheEndOfAllCalendars_isRead(string offset, string midnight) => ExpectOf(
        $"BEGIN:VTIMEZONE|TZID:Mine|BEGIN:STANDARD|DTSTART:19700101T000000|RDATE:99991231T235959|TZOFFSETFROM:{offset}"
            + $"|TZOFFSETTO:{offset}|END:STANDARD|END:VTIMEZONE|"
            + ICalendar.Event($"DTSTART;TZID=Mine:20270701T003000|DTEND:{midnight.Replace("-", "", StringComparison.Ordinal)}0000Z"),
        "2027-07-01");

    [Fact]
    public void Zone_thatTheTextDefines_isNotTheOneOfThatName() => ExpectOf(
        "BEGIN:VTIMEZONE|TZID:Europe/Berlin|BEGIN:STANDARD|DTSTART:19700101T000000|TZOFFSETFROM:-0800|TZOFFSETTO:-0800|END:STANDARD|"
            + "END:VTIMEZONE|" + ICalendar.Event("DTSTART;TZID=Europe/Berlin:20270111T180000|RRULE:FREQ=DAILY;UNTIL=20270115T020000Z"),
        "2027-01-11..14");

    [Fact]
    public void Zone_whoseNameCannotBeRead_doesNoHarmToDays() =>
        ExpectOf("BEGIN:VTIMEZONE|TZID;X:a|END:VTIMEZONE|" + ICalendar.Event("DTSTART;VALUE=DATE:20270111"), "2027-01-11");

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20270111", "2027-01-11")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|DTEND;TZID=My Zone:20270111T013000", "2027-01-11")]
    [InlineData(
        "DTSTART;TZID=My Zone:20270111T003000|RRULE:FREQ=DAILY;COUNT=3|EXDATE;TZID=My Zone:20270112T003000", "2027-01-11 2027-01-13")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270201T000000Z", "2027-01-11..12")]
    [InlineData("DTSTART;TZID=My Zone:20351124T003000|RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z", "2035-11-24 2036-11-24")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|RRULE:FREQ=DAILY;COUNT=2|EXDATE:20200112T003000Z", "2027-01-11..12")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|RDATE:20100112T003000Z", "2027-01-11")]
    public void Zone_thatNobodyKnows_doesNoHarmWhereItDoesNotMatter(string lines, string expected) => Expect(lines, expected);

    [Theory]
    [InlineData("DTSTART;TZID=My Zone:20270111T180000|RRULE:FREQ=DAILY;UNTIL=20270115T020000Z", "UNTIL")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|RRULE:FREQ=DAILY;COUNT=4|EXDATE:20270112T230000Z", "EXDATE")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|RDATE:20270119T233000Z", "RDATE")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|DTEND:20270111T233000Z", "DTEND")]
    [InlineData("DTSTART;TZID=My Zone:20270111T003000|DTEND;TZID=Your Zone:20270111T233000", "DTEND")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20270111T003000|DTEND;TZID=My Zone:20270111T233000", "DTEND")]
    public void Zone_thatNobodyKnows_isRefusedWhereItMatters(string lines, string property)
    {
        var refusal = ICalendar.Refusal(lines);

        Assert.Contains($"has {property} in another zone", refusal, StringComparison.Ordinal);
        Assert.Contains("VTIMEZONE", refusal, StringComparison.Ordinal);
    }

    /// <summary>Of each instant the day in one zone and the end in another are compared with the framework's own zones.</summary>
    [Fact]
    public void Read_ofAnEventInTwoZones_hasTheDaysOfTheFirst()
    {
        string[] names = ["Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Auckland", "America/St_Johns", "Africa/Cairo"];
        Gen.Select(Gen.OneOf(names), Gen.OneOf(names), Gen.Int[0, 300 * 1440], Gen.Int[1, 4000]).Sample(
            (first, second, minute, length) =>
            {
                var start = new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute);
                var (from, to) = (In(first, start), In(first, start.AddMinutes(length).AddTicks(-1)));
                var days = Enumerable.Range(0, (to.Date - from.Date).Days + 1).Select(i => $"{from.Date.AddDays(i):yyyy-MM-dd}");
                if (Ambiguous(first, from) || Ambiguous(second, In(second, start.AddMinutes(length))))
                {
                    return;
                }

                Assert.Equal(
                    string.Join(' ', days),
                    ICalendar.Days($"DTSTART;TZID={first}:{from:yyyyMMdd'T'HHmmss}"
                        + $"|DTEND;TZID={second}:{In(second, start.AddMinutes(length)):yyyyMMdd'T'HHmmss}"));
            },
            iter: Breadth.Of(2000, 300));

        static DateTime In(string zone, DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.FindSystemTimeZoneById(zone));
        static bool Ambiguous(string zone, DateTime local) => TimeZoneInfo.FindSystemTimeZoneById(zone).IsAmbiguousTime(local);
    }

    private static void Expect(string lines, string expected) => ExpectOf(ICalendar.Event(lines), expected);

    private static void ExpectOf(string components, string expected) =>
        Assert.Equal(Spread(expected), ICalendar.DaysOf(ICalendar.Of(components)));

    /// <summary><c>2027-01-11..14</c> as single days.</summary>
    private static string Spread(string days)
    {
        var all = new StringBuilder();
        foreach (var part in days.Split(' ').Select(part => part.Split("..")))
        {
            var from = DateOnly.ParseExact(part[0], "yyyy-MM-dd");
            var to = part.Length == 1 ? from : DateOnly.ParseExact(part[0][..^part[1].Length] + part[1], "yyyy-MM-dd");
            for (var day = from; day <= to; day = day.AddDays(1))
            {
                all.Append(all.Length == 0 ? "" : " ").Append(day.ToString("yyyy-MM-dd"));
            }
        }

        return all.ToString();
    }
}
