using System.Globalization;

namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>What is wrong with one field, in words for its author. The parser names neither field nor value.</summary>
/// <remarks>Reversed ranges are valid: <c>22-2</c> and <c>FRI-MON</c> wrap around.</remarks>
internal sealed class CronFieldCheck(CronFieldKind kind, string prefix, List<string> errors)
{
    /// <summary>Further mistakes in a field are not reported.</summary>
    private const int MostErrors = 3;

    private int _found;

    /// <summary>Checks a field in upper case.</summary>
    public void Check(string field)
    {
        if (field[0] is '*' or '?')
        {
            CheckStepOnly(field, kind.Last, $"'{field[0]}'");
        }
        else if (field[0] == 'H')
        {
            CheckStepOnly(field, kind.LastSpread, "'H'");
        }
        else if (!CheckSpecial(field))
        {
            foreach (var element in field.Split(','))
            {
                CheckElement(element);
            }
        }
    }

    private void CheckStepOnly(string field, int largest, string what)
    {
        if (field.Length == 1)
        {
            return;
        }

        if (field[1] == '/')
        {
            CheckNumber(field[2..], "step ", 1, largest);
        }
        else
        {
            Add($"{what} stands alone or with a step ({field[0]}/5), not as in {CronWords.Quote(field)}");
        }
    }

    /// <summary>The forms with L, W and #, which make up a whole field; false: this is none of them.</summary>
    private bool CheckSpecial(string field)
    {
        if (kind == CronFieldKind.DayOfMonth && field.AsSpan().ContainsAny('L', 'W'))
        {
            CheckLastOrNearest(field);
            return true;
        }

        if (kind != CronFieldKind.DayOfWeek)
        {
            return false;
        }

        var special = field.IndexOf('#');
        if (special < 0 && field[^1] == 'L')
        {
            special = field.Length - 1;
        }

        if (special < 0)
        {
            return false;
        }

        if (field.AsSpan().ContainsAny(',', '/', '-'))
        {
            Add($"'{field[special]}' takes one day (FRI#2, FRIL), no list, range or step: {CronWords.Quote(field)}");
        }
        else if (special == 0)
        {
            Add($"'{field[0]}' needs a day before it: FRI#2, FRIL");
        }
        else
        {
            CheckValue(field[..special]);
            if (field[special] == '#')
            {
                CheckNumber(field[(special + 1)..], "week ", 1, 5);
            }
        }

        return true;
    }

    private void CheckLastOrNearest(string field)
    {
        if (field.Contains(',', StringComparison.Ordinal))
        {
            Add($"'L' and 'W' cannot be part of a list: {CronWords.Quote(field)}");
            return;
        }

        if (field[0] != 'L')
        {
            if (field[^1] == 'W')
            {
                CheckValue(field[..^1]);
            }
            else
            {
                Add($"{CronWords.Quote(field)} is not L, L-3, LW, L-3W, 15W or a number in 1-31");
            }

            return;
        }

        var rest = field[^1] == 'W' ? field[1..^1] : field[1..];
        if (rest.Length > 0 && rest[0] != '-')
        {
            Add($"{CronWords.Quote(field)} is not L, L-3, LW, L-3W, 15W or a number in 1-31");
        }
        else if (rest.Length > 0)
        {
            CheckNumber(rest[1..], "distance from the last day ", 0, 30);
        }
    }

    private void CheckElement(string element)
    {
        if (element is "*" or "?" or "H" || element.StartsWith("*/", StringComparison.Ordinal))
        {
            Add($"'{element[0]}' cannot be part of a list");
            return;
        }

        var slash = element.IndexOf('/');
        var range = slash < 0 ? element : element[..slash];
        var dash = range.IndexOf('-');
        CheckValue(dash < 0 ? range : range[..dash]);
        if (dash >= 0)
        {
            CheckValue(range[(dash + 1)..]);
        }

        if (slash >= 0)
        {
            CheckNumber(element[(slash + 1)..], "step ", 1, kind.Last);
        }
    }

    private void CheckValue(string text)
    {
        if (!kind.Names.Contains(text))
        {
            CheckNumber(text, "", kind.First, kind.Last);
        }
    }

    private void CheckNumber(string text, string what, int first, int last)
    {
        if (text.Length == 0)
        {
            Add($"{(what.Length == 0 ? "a value" : $"the {what.TrimEnd()}")} is missing");
        }
        else if (!text.All(char.IsAsciiDigit))
        {
            Add($"{what}{CronWords.Quote(text)} is not {(what.Length == 0 ? kind.Noun : $"a number in {first}-{last}")}");
        }
        else if (text.Length > 9 || int.Parse(text, CultureInfo.InvariantCulture) is var number && (number < first || number > last))
        {
            Add($"{what}{CronWords.Cut(text)} is not in {first}-{last}");
        }
        else if (text.Length > 2)
        {
            Add($"{what}{text} has more than two digits");
        }
    }

    private void Add(string message)
    {
        if (++_found <= MostErrors)
        {
            errors.Add(prefix + message);
        }
    }
}

/// <summary>What one field of a cron expression may hold.</summary>
/// <param name="Name">For messages.</param>
/// <param name="First">The smallest value.</param>
/// <param name="Last">The largest value, and the largest step.</param>
/// <param name="Names">Names of values, if it has any.</param>
/// <param name="Noun">What a value stands for, and how it may be written.</param>
internal sealed record CronFieldKind(string Name, int First, int Last, IReadOnlyList<string> Names, string Noun)
{
    public static readonly CronFieldKind Second = new("second", 0, 59, [], "a number in 0-59");
    public static readonly CronFieldKind Minute = new("minute", 0, 59, [], "a number in 0-59");
    public static readonly CronFieldKind Hour = new("hour", 0, 23, [], "a number in 0-23");
    public static readonly CronFieldKind DayOfMonth = new("day of month", 1, 31, [], "a number in 1-31");

    public static readonly CronFieldKind Month = new(
        "month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], "a month: JAN-DEC or 1-12");

    public static readonly CronFieldKind DayOfWeek = new(
        "day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], "a day: SUN-SAT or 0-7");

    /// <summary>With seconds; an expression of five fields has all but the first.</summary>
    public static readonly IReadOnlyList<CronFieldKind> All = [Second, Minute, Hour, DayOfMonth, Month, DayOfWeek];

    /// <summary>How many values follow each other before the first one comes again: 7 days, as 0 and 7 are the same.</summary>
    public int Circle => this == DayOfWeek ? Last - First : Last - First + 1;

    /// <summary>The kinds of the fields of an expression that has so many.</summary>
    public static CronFieldKind Of(int field, int fields) => All[field + All.Count - fields];

    /// <summary>The largest step of <c>H</c>: it never picks a day that some months lack.</summary>
    public int LastSpread => this == DayOfMonth ? 28 : Last;
}
