using System.Globalization;
using JobScheduler.Api.Http;
using NodaTime;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>A DATE or DATE-TIME of an iCalendar text. RFC 5545, 3.3.4 and 3.3.5.</summary>
/// <param name="Local">As written; a date is its midnight.</param>
/// <param name="IsDate">It is a date.</param>
/// <param name="Zone">The TZID; <see cref="Utc"/> for UTC; null: it is a date, or floats.</param>
/// <param name="Property">Where it was, for messages.</param>
internal sealed record CalendarTime(LocalDateTime Local, bool IsDate, string? Zone, string Property)
{
    public const string Utc = "Z";

    private const string DateShape = "yyyyMMdd";
    private const string TimeShape = "yyyyMMdd'T'HHmmss";
    private const StringComparison Ignored = StringComparison.OrdinalIgnoreCase;

    /// <summary>The one value of a line.</summary>
    public static CalendarTime Of(ContentLine line) => Of(line, line.Value);

    /// <summary>One of the values of a line.</summary>
    /// <exception cref="ImportException">It is neither a date nor a time.</exception>
    public static CalendarTime Of(ContentLine line, string value)
    {
        var isDate = value.Length == DateShape.Length || line.Parameter("VALUE") is { } kind && kind.Equals("DATE", Ignored);
        var isUtc = value.EndsWith('Z') || value.EndsWith('z');
        var time = Parse(isDate ? value[..Math.Min(value.Length, DateShape.Length)] : value, line.Name);
        return time with { Zone = isDate ? null : isUtc ? Utc : line.Parameter("TZID") };
    }

    /// <summary>A value without parameters: a floating time, one in UTC, or a date.</summary>
    /// <exception cref="ImportException">It is neither a date nor a time.</exception>
    public static CalendarTime Parse(string value, string property)
    {
        // A leap second is the second before it.
        var text = value.TrimEnd('Z', 'z').ToUpperInvariant();
        text = text.Length == 15 && text.EndsWith("60", StringComparison.Ordinal) ? $"{text[..13]}59" : text;
        var isDate = text.Length == DateShape.Length;
        return DateTime.TryParseExact(
            text, isDate ? DateShape : TimeShape, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new CalendarTime(LocalDateTime.FromDateTime(local), isDate, isDate || text.Length == value.Length ? null : Utc, property)
            : throw new ImportException(
                $"has {property} '{MemberName.Shown(value)}', which is not a date or a time such as 20261225 or 20261225T083000Z");
    }
}

/// <summary>A DURATION of an iCalendar text. RFC 5545, 3.3.6: days are those of the calendar, the rest is exact.</summary>
internal readonly record struct CalendarSpan(int Days, NodaTime.Duration Exact)
{
    /// <summary>A thousand years, in days: longer ones do not matter.</summary>
    private const int MostDays = 365_250;

    /// <exception cref="ImportException">It is not a duration.</exception>
    public static CalendarSpan Parse(string text, string property)
    {
        var (days, seconds) = (0L, 0L);
        var rest = text.ToUpperInvariant().AsSpan();
        var isNegative = rest.StartsWith("-");
        rest = rest.TrimStart("+-");
        var inTime = false;
        var found = rest.StartsWith("P") && rest.Length > 1;
        for (rest = found ? rest[1..] : rest; found && rest.Length > 0;)
        {
            if (rest[0] == 'T' && !inTime && rest.Length > 1)
            {
                inTime = true;
                rest = rest[1..];
                continue;
            }

            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            found = digits is > 0 and <= 9;
            if (!found)
            {
                break;
            }

            var count = long.Parse(rest[..digits], CultureInfo.InvariantCulture);
            switch (rest[digits], inTime)
            {
                case ('W', false): days += count * 7; break;
                case ('D', false): days += count; break;
                case ('H', true): seconds += count * 3600; break;
                case ('M', true): seconds += count * 60; break;
                case ('S', true): seconds += count; break;
                default: found = false; break;
            }

            rest = rest[(digits + 1)..];
        }

        return !found ? throw new ImportException($"has {property} '{MemberName.Shown(text)}', which is not a duration such as P1D or PT8H")
            : isNegative ? default
            : new CalendarSpan((int)Math.Min(days, MostDays), NodaTime.Duration.FromSeconds(Math.Min(seconds, MostDays * 86_400L)));
    }
}
