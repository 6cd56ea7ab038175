namespace JobScheduler.Schedules.Forecast;

/// <summary>The range of a list of all fires, and where in it the page starts.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first one beyond.</param>
/// <param name="After">Where the page before ended; null: at the start.</param>
internal sealed record ForecastRange(DateTimeOffset From, DateTimeOffset To, FirePosition? After)
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(24);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <param name="from">The first instant; null: now.</param>
    /// <param name="to">The first one beyond; null: 24 h after.</param>
    /// <param name="mark">The position in a continuation; null: none.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RefusalException">The range is empty or longer than 31 days, or the mark is not a position.</exception>
    public static ForecastRange Of(DateTimeOffset? from, DateTimeOffset? to, string? mark, DateTimeOffset now)
    {
        FirePosition? after = null;
        if (mark is not null)
        {
            (after, var end) = FirePosition.TryRead(mark)
                ?? throw RefusalException.Invalid("continuation", "is not a continuation of this list; start without one");
            from ??= after.At;
            to ??= end;
        }

        var start = ForecastTime.Bounded(from ?? now);
        var until = to ?? (start > DateTimeOffset.MaxValue - Usual ? DateTimeOffset.MaxValue : start + Usual);
        if (until <= start)
        {
            throw RefusalException.Invalid("to", "must be after from");
        }

        if (until - start > Longest)
        {
            throw RefusalException.Invalid(
                "to", $"must be at most {Longest.TotalDays:0} days after from; ask for later fires in another range");
        }

        return new ForecastRange(after is not null && after.At > start ? after.At : start, until, after);
    }
}

/// <summary>Where a forecast may begin.</summary>
internal static class ForecastTime
{
    /// <summary>Nothing fires before 1970, so instants next to the earliest possible one need no care.</summary>
    public static DateTimeOffset Bounded(DateTimeOffset from) => from < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : from;
}
