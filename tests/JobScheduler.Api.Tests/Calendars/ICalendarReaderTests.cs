using System.Text;
using JobScheduler.Api.Calendars;
using JobScheduler.Api.Http;

namespace JobScheduler.Api.Tests.Calendars;

public sealed class ICalendarReaderTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public void Public_holidays_become_dates_and_periods_become_ranges() => Expect(
        """
        BEGIN:VEVENT
        UID:1
        SUMMARY:Tag der Deutschen Einheit
        DTSTART;VALUE=DATE:20271003
        DTEND;VALUE=DATE:20271004
        TRANSP:TRANSPARENT
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        SUMMARY:Christi Himmelfahrt
        DTSTART;VALUE=DATE:20270506
        END:VEVENT
        BEGIN:VEVENT
        UID:3
        SUMMARY:Weihnachten
        DTSTART;VALUE=DATE:20261225
        DTEND;VALUE=DATE:20261227
        END:VEVENT
        BEGIN:VEVENT
        UID:4
        SUMMARY:Betriebsferien
        DTSTART;VALUE=DATE:20270802
        DURATION:P2W
        END:VEVENT
        """,
        "2026-12-25 2026-12-26 2027-05-06 2027-10-03 2027-08-02..2027-08-15");

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20001225|RRULE:FREQ=YEARLY", "12-25 from 2025 to 2035")]
    [InlineData("DTSTART;VALUE=DATE:20001225|RRULE:FREQ=YEARLY;UNTIL=20271225", "2025-12-25 2026-12-25 2027-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20241225|RRULE:FREQ=YEARLY;COUNT=3", "2025-12-25 2026-12-25")]
    [InlineData("DTSTART;VALUE=DATE:20261126|RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3", "2026-11-26 2027-11-25 2028-11-23")]
    [InlineData("DTSTART;VALUE=DATE:20240229|RRULE:FREQ=YEARLY", "2028-02-29 2032-02-29 2036-02-29")]
    [InlineData(
        "DTSTART;VALUE=DATE:20261201|DTEND;VALUE=DATE:20261204|RRULE:FREQ=WEEKLY;COUNT=2",
        "2026-12-01..2026-12-03 2026-12-08..2026-12-10")]
    [InlineData(
        "DTSTART;VALUE=DATE:20261201|RRULE:FREQ=DAILY;COUNT=5|EXDATE;VALUE=DATE:20261202,20261204", "2026-12-01 2026-12-03 2026-12-05")]
    [InlineData("DTSTART;VALUE=DATE:20261201|RDATE;VALUE=DATE:20261224,20261231", "2026-12-01 2026-12-24 2026-12-31")]
    [InlineData("DTSTART;VALUE=DATE:20261124|RRULE:FREQ=DAILY", "2026-11-24..2036-11-24")]
    [InlineData("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=DAILY", "2025-11-24..2036-11-24")]
    [InlineData("DTSTART;VALUE=DATE:00010101|DTEND;VALUE=DATE:99991231", "2025-11-24..2036-11-24")]
    public void Rules_are_repeated_from_a_year_back_to_ten_years_ahead(string lines, string expected) =>
        Expect(
            Event(lines),
            expected == "12-25 from 2025 to 2035"
                ? string.Join(' ', Enumerable.Range(2025, 11).Select(year => $"{year}-12-25"))
                : expected);

    [Theory]
    [InlineData("DTSTART:20261201T100000Z|DTEND:20261201T120000Z", "2026-12-01")]
    [InlineData("DTSTART:20261201T220000|DTEND:20261202T020000", "2026-12-01 2026-12-02")]
    [InlineData("DTSTART:20261201T100000|DTEND:20261202T000000", "2026-12-01")]
    [InlineData("DTSTART:20261201T100000|DURATION:PT14H", "2026-12-01")]
    [InlineData("DTSTART:20261201T100000", "2026-12-01")]
    [InlineData("DTSTART;TZID=America/New_York:20261201T233000|DTEND;TZID=America/New_York:20261201T235900", "2026-12-01")]
    [InlineData(
        "DTSTART;TZID=\"(UTC+01:00) Amsterdam; Berlin\":20261201T003000|DTEND;TZID=\"(UTC+01:00) Amsterdam; Berlin\":20261201T013000",
        "2026-12-01")]
    [InlineData(
        "DTSTART;TZID=Europe/Berlin:20261201T003000|RRULE:FREQ=DAILY;UNTIL=20261203T120000Z|EXDATE;TZID=Europe/Berlin:20261202T003000",
        "2026-12-01 2026-12-03")]
    public void Events_with_times_count_for_the_days_that_they_touch_on_their_own_clock(string lines, string expected) =>
        Expect(Event(lines), expected);

    [Fact]
    public void Changed_and_canceled_events_are_obeyed() => Expect(
        """
        BEGIN:VEVENT
        UID:a
        DTSTART;VALUE=DATE:20261201
        RRULE:FREQ=WEEKLY;COUNT=4
        END:VEVENT
        BEGIN:VEVENT
        UID:a
        RECURRENCE-ID;VALUE=DATE:20261208
        DTSTART;VALUE=DATE:20261209
        END:VEVENT
        BEGIN:VEVENT
        UID:a
        RECURRENCE-ID;VALUE=DATE:20261215
        DTSTART;VALUE=DATE:20261215
        STATUS:CANCELLED
        END:VEVENT
        BEGIN:VEVENT
        UID:b
        DTSTART;VALUE=DATE:20270101
        STATUS:CANCELLED
        END:VEVENT
        """,
        "2026-12-01 2026-12-09 2026-12-22");

    [Fact]
    public void Folded_lines_and_line_ends_of_all_systems_are_read()
    {
        var text =
            "BEGIN:VCALENDAR\nVERSION:2.0\r\r\nBEGIN:VEVENT\r\n"
                + "SUMMARY:long\r\n er\nDTSTART;VALUE=D\n\tATE:2026\n 1201\nEND:VEVENT\nEND:VCALENDAR\n";

        Assert.Equal([new DateOnly(2026, 12, 1)], Read(text, out _)!.Dates);
    }

    [Theory]
    [InlineData("", "BEGIN:VCALENDAR")]
    [InlineData("hello", "BEGIN:VCALENDAR")]
    [InlineData("<html><body>Not found</body></html>", "BEGIN:VCALENDAR")]
    [InlineData("BEGIN:VCARD\r\nEND:VCARD\r\n", "BEGIN:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "END:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "VEVENT")]
    [InlineData("BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n", "VEVENT")]
    public void Text_that_is_no_calendar_is_refused_with_what_was_expected(string text, string expected) => Refuse(text, expected);

    [Theory]
    [InlineData("SUMMARY:x", "DTSTART")]
    [InlineData("DTSTART;VALUE=DATE:20261399", "DTSTART '20261399'")]
    [InlineData("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=SOMETIMES", "FREQ=SOMETIMES")]
    [InlineData("DTSTART;VALUE=DATE:20010101", "from 2025-11-24 to 2036-11-24")]
    [InlineData("DTSTART;VALUE=DATE:20371224", "from 2025-11-24 to 2036-11-24")]
    [InlineData("DTSTART;VALUE=DATE:18991231|RRULE:FREQ=YEARLY", "1900")]
    [InlineData("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "from 2025-11-24 to 2036-11-24")]
    [InlineData("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY|EXRULE:FREQ=YEARLY", "EXDATE")]
    [InlineData("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY|RRULE:FREQ=DAILY", "RRULE")]
    public void Event_that_gives_no_days_is_refused(string lines, string expected) => Refuse(Calendar(Event(lines)), expected);

    [Theory]
    [InlineData("FREQ=SECONDLY", "whole days")]
    [InlineData("FREQ=MINUTELY;COUNT=2000000000", "whole days")]
    [InlineData("FREQ=HOURLY", "whole days")]
    [InlineData("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2;BYSECOND=1", "whole days")]
    [InlineData("FREQ=YEARLY;BYSECOND=1,2,3", "whole days")]
    public void Rule_finer_than_a_day_is_refused(string rule, string expected) =>
        Refuse(Calendar(Event("DTSTART:20260101T000000|RRULE:" + rule)), expected);

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=DAILY;COUNT=2000000000")]
    [InlineData("DTSTART;VALUE=DATE:20200101|RRULE:FREQ=DAILY;BYDAY=MO,TU,WE;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12")]
    [InlineData("DTSTART;VALUE=DATE:20250101|DTEND;VALUE=DATE:99990101|RRULE:FREQ=DAILY")]
    [InlineData("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")]
    public void Many_rules_are_refused_before_they_take_long(string lines) =>
        Refuse(Calendar(string.Concat(Enumerable.Repeat(Event(lines), 1500))), "too much");

    [Fact]
    public void Many_plain_events_are_read() =>
        Assert.Equal(
            [new DateOnly(2026, 12, 1)],
            Read(Calendar(string.Concat(Enumerable.Repeat(Event("DTSTART;VALUE=DATE:20261201"), 4000))), out _)!.Dates);

    [Theory]
    [InlineData("BEGIN:VEVENT\r\n", 18_000)]
    [InlineData("BEGIN:VCALENDAR\r\n", 15_000)]
    [InlineData("DTSTART;A=B", 23_000)]
    [InlineData(";TZID=", 40_000)]
    [InlineData("\r\n ", 80_000)]
    [InlineData("a", 257 * 1024)]
    [InlineData("ü", 200 * 1024)]
    public void Text_made_to_be_costly_is_refused(string part, int times) => Refuse(string.Concat(Enumerable.Repeat(part, times)), "");

    [Fact]
    public void Names_in_refusals_are_cut_and_have_no_control_characters()
    {
        Read(Calendar(Event($"SUMMARY:a\u0001{new string('b', 5000)}|DTSTART;VALUE=DATE:18000101|RRULE:FREQ=YEARLY")), out var errors);

        var message = Assert.Single(errors.ToDictionary()[MalformedException.Body]);
        Assert.True(message.Length < 300 && !message.Any(char.IsControl), message);
    }

    private static string Event(string lines) =>
        $"BEGIN:VEVENT\r\n{lines.Replace("|", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\n";

    private static string Calendar(string events) =>
        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{events.ReplaceLineEndings("\r\n").TrimEnd()}\r\nEND:VCALENDAR\r\n";

    private static CalendarDefinition? Read(string text, out ErrorList errors) =>
        ICalendarReader.Read(Encoding.UTF8.GetBytes(text), Today, errors = new ErrorList());

    private static void Expect(string events, string expected)
    {
        var read = Read(Calendar(events), out var errors);

        Assert.Empty(errors.ToDictionary());
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                read!.Dates.Select(date => date.ToString("yyyy-MM-dd")).Concat(
                    read.Ranges.Select(range => $"{range.From:yyyy-MM-dd}..{range.To:yyyy-MM-dd}"))));
    }

    private static void Refuse(string text, string expected)
    {
        Assert.Null(Read(text, out var errors));

        Assert.Contains(
            expected,
            Assert.Single(Assert.Single(errors.ToDictionary(), error => error.Key == MalformedException.Body).Value),
            StringComparison.Ordinal);
    }
}
