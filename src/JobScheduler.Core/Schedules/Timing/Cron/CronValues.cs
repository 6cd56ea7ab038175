using System.Globalization;

namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>
/// Writes a field that has been checked without ranges and steps, as the list of its values. The parser counts the circle of weekdays from
/// 0 to 7, eight days, so it misses days of ranges that wrap around or begin with 7.
/// </summary>
/// <remarks>
/// A range runs from its first value to its second, beyond the largest one if need be (<c>22-2</c>, <c>SAT-MON</c>), and a step counts from
/// the first. 7 is Sunday: at the start of a range it is 0, at the end of one it follows Saturday.
/// </remarks>
internal static class CronValues
{
    /// <summary>The same field for the parser.</summary>
    /// <param name="field">In upper case, without errors.</param>
    /// <param name="kind">Which field.</param>
    public static string Plain(string field, CronFieldKind kind)
    {
        if (field[0] is '*' or '?' or 'H' || (kind == CronFieldKind.DayOfMonth && field.AsSpan().ContainsAny('L', 'W')))
        {
            return field;
        }

        if (kind == CronFieldKind.DayOfWeek && (field.Contains('#', StringComparison.Ordinal) || field[^1] == 'L'))
        {
            var day = field.AsSpan().TrimStart('0');
            return day[0] == '7' ? $"0{day[1..]}" : field;
        }

        var values = field.Split(',').SelectMany(element => Of(element, kind)).Distinct().Order();
        return string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<int> Of(string element, CronFieldKind kind)
    {
        var slash = element.IndexOf('/');
        var step = slash < 0 ? 1 : int.Parse(element.AsSpan(slash + 1), CultureInfo.InvariantCulture);
        var range = slash < 0 ? element : element[..slash];
        var dash = range.IndexOf('-');
        var from = Value(dash < 0 ? range : range[..dash], kind);
        var to = dash < 0 ? from : Value(range[(dash + 1)..], kind);
        var first = OnCircle(from);
        var last = dash < 0 && slash >= 0 ? kind.Last : to == from ? first : to < first ? to + kind.Circle : to;
        for (var value = first; value <= last; value += step)
        {
            yield return OnCircle(value);
        }

        int OnCircle(int value) => value >= kind.First + kind.Circle ? value - kind.Circle : value;
    }

    private static int Value(string text, CronFieldKind kind)
    {
        for (var i = 0; i < kind.Names.Count; i++)
        {
            if (kind.Names[i] == text)
            {
                return kind.First + i;
            }
        }

        return int.Parse(text, CultureInfo.InvariantCulture);
    }
}
