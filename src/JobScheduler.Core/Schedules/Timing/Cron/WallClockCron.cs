using Cronos;

namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>A cron expression on a wall clock that knows no zone.</summary>
internal sealed class WallClockCron : IWallClockTimes
{
    private readonly CronExpression _expression;

    private WallClockCron(CronExpression expression, IReadOnlyList<string> fields)
    {
        _expression = expression;
        var times = fields.Take(fields.Count - 3);
        IsInterval = times.Any(field => field.AsSpan().ContainsAny("*?-/"));
        RestrictsBothDays = !IsAny(fields[^3]) && !IsAny(fields[^1]);

        // The Gregorian calendar repeats every 400 years, weekdays included, so an expression without a time in these has none.
        FiresEver = Search(new DateTime(9600, 1, 1).Ticks) is not null;
    }

    /// <summary>
    /// An every-n expression: seconds, minutes or hours have <c>*</c>, a range or a step (<c>0 * * * *</c>, <c>0 9-17 * * *</c>). Lists and
    /// single values, <c>H</c> among them, are fixed times of day. The rule is Cronos' own.
    /// </summary>
    public bool IsInterval { get; }

    /// <summary>Day of month and day of week are restricted: both must match.</summary>
    public bool RestrictsBothDays { get; }

    /// <summary>False for 30 February and the like.</summary>
    public bool FiresEver { get; }

    /// <summary>Parses an expression; null: there are errors, one for each mistake.</summary>
    /// <param name="text">5 or 6 fields, or a macro.</param>
    /// <param name="spread">Chooses the values of <c>H</c>.</param>
    /// <param name="errors">What is wrong.</param>
    public static WallClockCron? TryParse(string text, int spread, out IReadOnlyList<string> errors)
    {
        var found = new List<string>();
        errors = found;
        var fields = CronText.Read(text, found);
        if (found.Count > 0)
        {
            return null;
        }

        try
        {
            var format = fields.Count == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard;
            var expression = string.Join(' ', fields.Select((field, i) => CronValues.Plain(field, CronFieldKind.Of(i, fields.Count))));
            return new WallClockCron(
                fields.Any(field => field[0] == 'H')
                    ? CronExpression.Parse(expression, format, spread)
                    : CronExpression.Parse(expression, format), fields);
        }
        catch (CronFormatException)
        {
            found.Add($"{CronWords.Quote(text)} is not a cron expression");
            return null;
        }
    }

    public long? Next(long from, SearchBudget budget) => FiresEver && from <= TimeBounds.Last ? Search(from) : null;

    private static bool IsAny(string field) => field is "*" or "?" or "*/1" or "?/1";

    private long? Search(long from) => _expression.GetNextOccurrence(new DateTime(from, DateTimeKind.Utc), inclusive: true)?.Ticks;
}
