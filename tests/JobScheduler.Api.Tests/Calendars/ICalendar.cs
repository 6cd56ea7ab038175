using System.Text;
using JobScheduler.Api.Calendars;

namespace JobScheduler.Api.Tests.Calendars;

/// <summary>Texts of one event or a few, as they are read on 24 November 2026.</summary>
internal static class ICalendar
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    /// <summary>All days of one event, one by one; its lines are separated by <c>|</c>.</summary>
    public static string Days(string lines) => DaysOf(Of(Event(lines)));

    /// <summary>All days of a text, one by one.</summary>
    public static string DaysOf(string text)
    {
        var read = Read(Encoding.UTF8.GetBytes(text), out var errors);
        var message = errors.ToDictionary().Values.SelectMany(reasons => reasons).FirstOrDefault();
        if (message?.StartsWith("has no event from", StringComparison.Ordinal) == true)
        {
            return "";
        }

        Assert.Null(message);
        var days = read!.Dates.Concat(read.Ranges.SelectMany(range => Enumerable
            .Range(0, range.To.DayNumber - range.From.DayNumber + 1).Select(range.From.AddDays)));
        return string.Join(' ', days.Order().Select(day => $"{day:yyyy-MM-dd}"));
    }

    /// <summary>Why one event is refused.</summary>
    public static string Refusal(string lines) => RefusalOf(Of(Event(lines)));

    public static string RefusalOf(string text)
    {
        Assert.Null(Read(Encoding.UTF8.GetBytes(text), out var errors));
        return Assert.Single(Assert.Single(errors.ToDictionary()).Value);
    }

    public static CalendarDefinition? Read(byte[] text, out ErrorList errors) =>
        ICalendarReader.Read(text, Today, errors = new ErrorList());

    public static string Event(string lines) => Part("VEVENT", lines);

    public static string Part(string name, string lines) => $"BEGIN:{name}|{lines.TrimEnd('|')}|END:{name}|";

    /// <summary>A whole text of components.</summary>
    public static string Of(string components) =>
        $"BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//test//EN|{components}END:VCALENDAR|".Replace("|", "\r\n", StringComparison.Ordinal);
}
