namespace JobScheduler.Api.Calendars;

/// <summary>Content lines of an iCalendar text.</summary>
internal static class ICalendarLines
{
    private const string ZoneParameter = ";TZID=";
    private static readonly string[] Times = ["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"];

    /// <summary>
    /// The text with unfolded lines, in which times have no zone. Days count on the wall clock of their event, and names of zones that
    /// only their program knows ("Customized Time Zone") must not stop an import.
    /// </summary>
    public static string WithoutZones(string text)
    {
        var unfolded = text.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal);
        return string.Join("\r\n", unfolded.Split('\n').Select(WithoutZone));
    }

    private static string WithoutZone(string line)
    {
        if (!Array.Exists(Times, name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        {
            return line;
        }

        var start = line.IndexOf(ZoneParameter, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return line;
        }

        var value = start + ZoneParameter.Length;
        var end = value < line.Length && line[value] == '"' ? line.IndexOf('"', value + 1) + 1 : line.IndexOfAny([';', ':'], value);
        return end <= 0 ? line : line.Remove(start, end - start);
    }
}
