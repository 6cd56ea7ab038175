namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>
/// Expressions pasted from other schedulers, and what they are here: those of Quartz with a year, <c>cron(…)</c> and <c>rate(…)</c> of
/// EventBridge, <c>@every</c>. In Quartz and EventBridge days of the week count from 1, Sunday.
/// </summary>
internal static class ForeignCron
{
    private const int FieldsOfEventBridge = 6;
    private const int FieldsOfQuartz = 7;
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>What is wrong with an expression of another scheduler, and what to write instead; null: it is none.</summary>
    /// <param name="expression">Without blanks around it.</param>
    public static string? Explain(string expression)
    {
        if (ArgumentOf(expression, "rate") is { } rate)
        {
            return $"{CronWords.Quote(expression)} is EventBridge's form of an interval; {Interval(RateOf(rate))}";
        }

        if (expression.StartsWith("@every ", StringComparison.OrdinalIgnoreCase))
        {
            return $"{CronWords.Quote(expression)} is an interval; {Interval(expression["@every ".Length..].Trim())}";
        }

        if (ArgumentOf(expression, "cron") is { } inner)
        {
            var fields = Split(inner);
            return fields.Length == FieldsOfEventBridge
                ? $"{CronWords.Quote(expression)} is EventBridge's form, where the last field is the year; {Without(fields)}"
                : "write the expression alone, without cron(…)";
        }

        return Split(expression) is { Length: FieldsOfQuartz } quartz
            ? $"has 7 fields, as in Quartz, where the last one is the year; {Without(quartz)}"
            : null;
    }

    private static string Without(string[] fields)
    {
        string[] own = [.. fields[..^2], NamedDays(fields[^2])];
        var errors = new List<string>();
        var text = string.Join(' ', own);
        if (text.Length > CronWords.Longest || CronText.Read(text, errors).Count == 0)
        {
            return "leave it out";
        }

        var years = fields[^1] is "*" or "?" ? "" : ", and limit the years by startAt and endAt";
        return $"write {CronWords.Quote(text)}{years}";
    }

    /// <summary>The field of the days of the week with names, which count the same everywhere.</summary>
    private static string NamedDays(string field)
    {
        var named = new System.Text.StringBuilder(field.Length + 8);
        for (var i = 0; i < field.Length; i++)
        {
            var isDay = field[i] is >= '1' and <= '7'
                && (i == 0 || field[i - 1] is ',' or '-')
                && (i + 1 == field.Length || !char.IsAsciiDigit(field[i + 1]));
            named.Append(isDay ? Days[field[i] - '1'] : field[i]);
        }

        return named.ToString();
    }

    /// <summary><c>5 minutes</c> as a duration; what it was if it is none.</summary>
    private static string RateOf(string text) => Split(text) is [var count, var unit] && count.All(char.IsAsciiDigit)
        ? unit.TrimEnd('s', 'S').ToUpperInvariant() switch
        {
            "MINUTE" => count + "m",
            "HOUR" => count + "h",
            "DAY" => count + "d",
            _ => text,
        }
        : text;

    private static string Interval(string every) => Duration.TryParse(every, out var span)
        ? $"use the spec {{ \"type\": \"interval\", \"every\": \"{Duration.Format(span)}\" }}"
        : "use a spec of type interval";

    private static string? ArgumentOf(string expression, string function) =>
        expression.StartsWith(function + "(", StringComparison.OrdinalIgnoreCase) && expression.EndsWith(')')
            ? expression[(function.Length + 1)..^1].Trim()
            : null;

    private static string[] Split(string text) => text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
