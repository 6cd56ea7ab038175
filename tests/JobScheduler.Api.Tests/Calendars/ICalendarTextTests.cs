using System.Text;
using CsCheck;
using JobScheduler.Api.Calendars.Import;
using JobScheduler.TestKit;

namespace JobScheduler.Api.Tests.Calendars;

/// <summary>How an iCalendar text is taken apart: lines, folds, parameters, components.</summary>
public sealed class ICalendarTextTests
{
    private const string Day = "2026-12-01";

    [Theory]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u0085")]
    [InlineData("\u000B")]
    [InlineData("\u000C")]
    [InlineData("\u001E")]
    public void Separators_otherThanLineFeeds_endNoLine(string separator) =>
        Assert.Equal(Day, ICalendar.Days($"SUMMARY:one{separator}two{separator} three{separator}END:VEVENT|DTSTART;VALUE=DATE:20261201"));

    [Fact]
    public void Folds_atAnyByte_areUndone()
    {
        var lines = "SUMMARY:Weihnächten 🎄 \u2028 Tag|DTSTART;VALUE=DATE:20261201";
        var text = Encoding.UTF8.GetBytes(ICalendar.Of(ICalendar.Event(lines)));
        var begin = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR").Length;
        for (var at = begin; at < text.Length; at++)
        {
            // A fold between the two bytes of a line end, or after them, is none.
            if (text[at] is (byte)'\n' or (byte)'\r' || text[at - 1] is (byte)'\n' or (byte)'\r')
            {
                continue;
            }

            foreach (var fold in new[] { "\r\n ", "\n\t", "\r\n \r\n " })
            {
                byte[] folded = [.. text.AsSpan(0, at), .. Encoding.ASCII.GetBytes(fold), .. text.AsSpan(at)];

                var read = ICalendar.Read(folded, out var errors);

                Assert.Empty(errors.ToDictionary());
                Assert.Equal([new DateOnly(2026, 12, 1)], read!.Dates);
            }
        }
    }

    [Fact]
    public void Mark_ofTheByteOrder_isPassedOver() =>
        Assert.Equal(Day, ICalendar.DaysOf('\uFEFF' + ICalendar.Of(ICalendar.Event("DTSTART;VALUE=DATE:20261201"))));

    [Theory]
    [InlineData("dtstart;value=date:20261201")]
    [InlineData("DtStart;Value=Date:20261201")]
    [InlineData("DTSTART;X-A=\"a;b:c,d\";VALUE=DATE:20261201")]
    [InlineData("DTSTART;X-A=\"a;b:c,d\",e,\"f\";VALUE=\"DATE\":20261201")]
    [InlineData("DTSTART;X-A=;VALUE=DATE:20261201")]
    [InlineData("DTSTART:20261201")]
    [InlineData("DTSTART;VALUE=DATE: 20261201 ")]
    [InlineData("DTSTART;VALUE=DATE-TIME:20261201T080000z")]
    [InlineData("SUMMARY;LANGUAGE=de:a:b;c=\"d|DTSTART;VALUE=DATE:20261201")]
    [InlineData("DTSTART;VALUE=DATE:20261201|BEGIN:VALARM|TRIGGER:-PT15M|DURATION:P5D|DTSTART:20270101|END:VALARM")]
    [InlineData("DTSTART;VALUE=DATE:20261201|begin:valarm|end:VALARM")]
    public void Names_parametersAndParts_areRead(string lines) => Assert.Equal(Day, ICalendar.Days(lines));

    [Fact]
    public void Names_ofComponents_haveNoCase() =>
        Assert.Equal(
            Day, ICalendar.DaysOf("begin:vcalendar\r\nbegin:vevent\r\ndtstart:20261201\r\nend:vevent\r\nEnd:VCalendar"));

    [Fact]
    public void Line_isTakenApartOnce()
    {
        var line = Assert.Single(ContentLine.Split("EXDATE;TZID=Europe/Berlin,a;tzid=b:20270111T080000,20270112T080000"u8));

        Assert.Same(line.Value, line.Value);
        Assert.Same(line.Parameter("TZID"), line.Parameter("TzId"));
        Assert.Equal("Europe/Berlin", line.Parameter("TZID"));
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE", "parameters")]
    [InlineData("DTSTART;VALUE=\"DATE:20261201", "parameters")]
    [InlineData("DTSTART;VALUE:20261201", "parameters")]
    [InlineData("DTSTART;VALUE=\"DATE\"x:20261201", "parameters")]
    [InlineData(":20261201", "NAME:value")]
    [InlineData("nothing", "NAME:value")]
    [InlineData("DTSTART:20261201|DTSTART:20261202", "more than one DTSTART")]
    [InlineData("DTSTART:20261201|DTEND:20261202|DTEND:20261203", "more than one DTEND")]
    [InlineData("DTSTART:20261201|DURATION:P", "not a duration")]
    [InlineData("DTSTART:20261201|DURATION:P1M", "not a duration")]
    [InlineData("DTSTART:20261201|DURATION:1D", "not a duration")]
    [InlineData("DTSTART:20261201T25", "not a date or a time")]
    [InlineData("DTSTART:20261201T240000", "not a date or a time")]
    [InlineData("DTSTART:20270229", "not a date or a time")]
    [InlineData("DTSTART:00000101", "not a date or a time")]
    [InlineData("DTSTART:20261201|END:VCALENDAR", "END:VCALENDAR")]
    public void Line_thatIsNotValid_isNamed(string lines, string expected) =>
        Assert.Contains(expected, ICalendar.Refusal(lines), StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x42, 0x00 })]
    [InlineData(new byte[] { 0xC3 })]
    public void Text_thatIsNotUtf8_isRefused(byte[] text)
    {
        Assert.Null(ICalendar.Read(text, out var errors));
        Assert.Contains("UTF-8", Assert.Single(errors.ToDictionary().Values.Single()), StringComparison.Ordinal);
    }

    /// <summary>Whatever is sent, there are days or a reason.</summary>
    [Fact]
    public void Text_ofAnyKind_isReadOrRefused()
    {
        string[] pieces =
        [
            "BEGIN:", "END:", "VEVENT", "VCALENDAR", "VTIMEZONE", "STANDARD", "DTSTART", "DTEND", "DURATION", "RRULE:", "EXDATE", "RDATE",
            "RECURRENCE-ID", "UID:a", ";TZID=", ";VALUE=DATE", ";VALUE=PERIOD", ";RANGE=THISANDFUTURE", ":", ";", "=", ",", "/", "\"",
            "\r\n", "\r\n", "\n ", "20270111", "00010101", "99991231", "T000000", "T235959", "Z", "Europe/Berlin", "Pacific/Apia",
            "My Zone", "FREQ=DAILY", "FREQ=YEARLY", "FREQ=MONTHLY", ";COUNT=3", ";UNTIL=", ";INTERVAL=2147483647", ";BYDAY=-1SU",
            ";BYSETPOS=-1", "P9999W", "PT999999999S", "TZOFFSETFROM:+0100", "TZOFFSETTO:-1800", "STATUS:CANCELLED", "é", "\u2028",
        ];
        string[] lines =
        [
            "DTSTART:00010101T000000|DTEND:99991231T235959Z", "DTSTART;TZID=Asia/Tokyo:00010101T000000",
            "DTSTART;TZID=America/Los_Angeles:99991231T235959|DURATION:P9999W", "DTSTART:99991231|RRULE:FREQ=DAILY",
            "DTSTART:20270111|RRULE:FREQ=YEARLY;INTERVAL=2147483647", "DTSTART:20270111|RDATE:00010101T000000Z,99991231T235959Z",
            "DTSTART;TZID=My Zone:99991231T235959|EXDATE:00010101T000000Z",
            "DTSTART;TZID=Asia/Tokyo:20270111T000000|RDATE:00010101T000000Z",
            "DTSTART;TZID=My Zone:00010101T000000|DTEND:99991231T235959Z", "DTSTART:20270111T000000|RDATE:99991231T000000/P9999W",
        ];
        foreach (var line in lines)
        {
            ICalendar.Read(Encoding.UTF8.GetBytes(ICalendar.Of(ICalendar.Event(line))), out _);
        }

        Gen.Select(Gen.OneOf(lines), Gen.Select(Gen.OneOf(pieces), Gen.Int[0, 200]).Array[0, 12]).Sample(
            (line, changes) =>
            {
                var text = new StringBuilder(ICalendar.Of(ICalendar.Event(line)));
                foreach (var (piece, at) in changes)
                {
                    text.Insert(16 + (at % (text.Length - 16)), piece);
                }

                var read = ICalendar.Read(Encoding.UTF8.GetBytes(text.ToString()), out var errors);
                Assert.Equal(read is null, errors.ToDictionary().Count > 0);
            },
            iter: Breadth.Of(4000, 600));
    }
}
