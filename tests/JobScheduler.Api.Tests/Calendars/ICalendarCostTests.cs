using JobScheduler.Api.Calendars.Import;

namespace JobScheduler.Api.Tests.Calendars;

/// <summary>Texts that are small and would take long: what bounds them.</summary>
public sealed class ICalendarCostTests
{
    private const string TooMuch = "takes too much work";

    private static readonly CalendarTime Start = CalendarTime.Parse("20270111", "DTSTART");

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Zone_ofAVeryLongName_isUnknown(int length, bool isKnown)
    {
        const string City = "/Europe/Berlin";
        var name = string.Concat(Enumerable.Repeat("/a", 128))[..(length - City.Length)] + City;

        var text = ICalendar.Of(ICalendar.Event($"DTSTART;TZID=Europe/Berlin:20270111T080000|DTEND;TZID={name}:20270111T090000"));

        if (isKnown)
        {
            Assert.Equal("2027-01-11", ICalendar.DaysOf(text));
        }
        else
        {
            Assert.Contains("is not known", ICalendar.RefusalOf(text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("BYDAY", "MO")]
    [InlineData("BYMONTHDAY", "11")]
    [InlineData("BYSETPOS", "1")]
    public void List_ofARule_isRefusedBeyond400Values(string part, string value)
    {
        string Rule(int values) => $"FREQ=MONTHLY;{part}={string.Join(',', Enumerable.Repeat(value, values))};BYMONTHDAY=11;COUNT=1"
            .Replace(part == "BYMONTHDAY" ? ";BYMONTHDAY=11;" : "no", ";", StringComparison.Ordinal);

        Assert.Equal("2027-01-11", ICalendar.Days($"DTSTART;VALUE=DATE:20270111|RRULE:{Rule(400)}"));
        Assert.Contains("not valid", ICalendar.Refusal($"DTSTART;VALUE=DATE:20270111|RRULE:{Rule(401)}"), StringComparison.Ordinal);
    }

    [Fact]
    public void List_ofARule_hasEachValueOnce()
    {
        var parts = RuleParts.Parse("FREQ=MONTHLY;BYDAY=MO,1MO,mo,MO,1MO;BYMONTHDAY=1,-1,01,1", Start);

        Assert.Equal(2, parts.Weekdays.Count);
        Assert.Equal([1, -1], parts.MonthDays);
    }

    /// <summary>Without the bound, two thousand years of days are looked at.</summary>
    [Fact]
    public void Zone_whoseRuleIsCountedFromLongAgo_isUnknown()
    {
        var zone = ICalendar.Part(
            "VTIMEZONE",
            "TZID:Mine|BEGIN:STANDARD|DTSTART:00010101T000000|TZOFFSETFROM:+0100|TZOFFSETTO:+0100|RRULE:FREQ=YEARLY;COUNT=9000"
                + "|END:STANDARD");

        Assert.Contains(
            "is not known",
            ICalendar.RefusalOf(ICalendar.Of(zone + ICalendar.Event("DTSTART;TZID=Mine:20270111T080000|DTEND:20270111T090000Z"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Zones_thatChangeEachDay_areTooMuch()
    {
        var components = Enumerable.Range(1, 30).Select(i =>
            ICalendar.Part(
                "VTIMEZONE",
                $"TZID:Mine {i}|BEGIN:STANDARD|DTSTART:00010101T000000|TZOFFSETFROM:+0100|TZOFFSETTO:+0200|RRULE:FREQ=DAILY|END:STANDARD")
            + ICalendar.Event($"DTSTART;TZID=Mine {i}:20270111T080000"));

        Assert.Contains(TooMuch, ICalendar.RefusalOf(ICalendar.Of(string.Concat(components))), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_ofManyEventsUnderOneUid_areTooMuch()
    {
        var events = Times(2000, ICalendar.Event("UID:a|DTSTART:20270111"));
        var changes = Times(1200, ICalendar.Event("UID:a|RECURRENCE-ID:20270112|DTSTART:20270113"));

        Assert.Contains(TooMuch, ICalendar.RefusalOf(ICalendar.Of(events + changes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_ofOneEvent_areNotTooMuch() =>
        Assert.Equal(
            "2027-01-11 2027-01-13",
            ICalendar.DaysOf(ICalendar.Of(
                ICalendar.Event("UID:a|DTSTART:20270111")
                    + Times(2000, ICalendar.Event("UID:a|RECURRENCE-ID:20270112|DTSTART:20270113")))));

    [Fact]
    public void Exceptions_inAnUnknownZone_thatManyOccurrencesAreComparedWith_areTooMuch() =>
        Assert.Contains(
            TooMuch,
            ICalendar.Refusal(
                $"DTSTART;TZID=My Zone:20250101T003000|RRULE:FREQ=DAILY|EXDATE:{Times(14_000, "19900101T000000Z,")}"),
            StringComparison.Ordinal);

    [Fact]
    public void Exceptions_ofOneEvent_areNotTooMuch() =>
        Assert.Equal(
            "2027-01-11 2027-01-13",
            ICalendar.Days(
                $"DTSTART;TZID=Europe/Berlin:20270111T080000|RRULE:FREQ=DAILY;COUNT=3"
                    + $"|EXDATE;TZID=Europe/Berlin:{Times(16_000, "20270112T080000,")}"));

    private static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));
}
