namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>A cron expression as text: split into fields, checked field by field.</summary>
internal static class CronText
{
    /// <summary>Longer ones are refused unread.</summary>
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
                : $"has {fields.Length} {(fields.Length == 1 ? "field" : "fields")}; a cron expression has 5 (minute hour day-of-month month day-of-week) or 6 (seconds first)");
            return [];
        }

        var before = errors.Count;
        for (var i = 0; i < fields.Length; i++)
        {
            var kind = CronFieldKind.All[i + CronFieldKind.All.Count - fields.Length];
            new CronFieldCheck(kind, $"field {i + 1} ({kind.Name}): ", errors).Check(fields[i]);
        }

        return errors.Count == before ? fields : [];
    }
}
