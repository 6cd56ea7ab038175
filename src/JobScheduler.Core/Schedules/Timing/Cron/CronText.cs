namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>A cron expression as text: split into fields, checked field by field.</summary>
internal static class CronText
{
    /// <summary>Longer expressions are refused without being read.</summary>
    public const int Longest = 256;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>The five or six fields in upper case; empty when anything is wrong, which is added to the errors.</summary>
    public static IReadOnlyList<string> Read(string text, List<string> errors)
    {
        if (text.Length > Longest)
        {
            errors.Add($"is longer than {Longest} characters");
            return [];
        }

        var expression = text.Trim(Blanks);
        if (ForeignCron.Explain(expression) is { } foreign)
        {
            errors.Add(foreign);
            return [];
        }

        if (expression.StartsWith('@'))
        {
            if (CronMacros.Expand(expression) is not { } expanded)
            {
                errors.Add($"{CronWords.Quote(expression)} is not one of {CronMacros.Known}");
                return [];
            }

            expression = expanded;
        }

        var fields = expression.ToUpperInvariant().Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6))
        {
            errors.Add(fields.Length == 0
                ? "must not be empty"
                : $"has {fields.Length} {(fields.Length == 1 ? "field" : "fields")}; a cron expression has 5 "
                + "(minute hour day-of-month month day-of-week) or 6 (seconds first)");
            return [];
        }

        var before = errors.Count;
        for (var i = 0; i < fields.Length; i++)
        {
            var kind = CronFieldKind.Of(i, fields.Length);
            new CronFieldCheck(kind, $"field {i + 1} ({kind.Name}): ", errors).Check(fields[i]);
        }

        return errors.Count == before ? fields : [];
    }
}

/// <summary>Names of expressions. They are expanded here because the parser, given a seed, would move their times.</summary>
internal static class CronMacros
{
    private static readonly (string Name, string Expression)[] All =
    [
        ("@every_second", "* * * * * *"),
        ("@every_minute", "* * * * *"),
        ("@hourly", "0 * * * *"),
        ("@daily", "0 0 * * *"),
        ("@midnight", "0 0 * * *"),
        ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"),
        ("@yearly", "0 0 1 1 *"),
        ("@annually", "0 0 1 1 *"),
    ];

    public static string Known { get; } = string.Join(", ", All.Select(macro => macro.Name));

    /// <summary>The expression of a name in any case; null: there is none.</summary>
    public static string? Expand(string name) =>
        Array.Find(All, macro => macro.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Expression;
}

/// <summary>
/// Parts of an expression in messages: at most 40 characters of what was sent, and only printable ones.
/// </summary>
internal static class CronWords
{
    public const int Longest = 40;

    public static string Quote(string text) => $"'{Cut(text)}'";

    public static string Cut(string text)
    {
        var cut = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest - 1), "…") : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] is (>= ' ' and <= '~') or '…' ? source[i] : '?';
            }
        });
    }
}
