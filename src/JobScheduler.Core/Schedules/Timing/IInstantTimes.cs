namespace JobScheduler.Schedules.Timing;

/// <summary>Instants: ticks of UTC, strictly increasing.</summary>
internal interface IInstantTimes
{
    /// <summary>The first at or after an instant; null: there is none, or the budget is spent.</summary>
    long? Next(long from, SearchBudget budget);
}

/// <summary>Times on a wall clock that knows no zone: ticks of local time, whole seconds, strictly increasing.</summary>
internal interface IWallClockTimes
{
    /// <summary>The first at or after a time; null: there is none, or the budget is spent.</summary>
    long? Next(long from, SearchBudget budget);
}

/// <summary>All instants.</summary>
internal sealed class AnyTime : IInstantTimes
{
    public long? Next(long from, SearchBudget budget) => from;
}

/// <summary>One instant, or none.</summary>
internal sealed class SingleTime(long? instant) : IInstantTimes
{
    public long? Next(long from, SearchBudget budget) => from <= instant ? instant : null;
}

/// <summary>An anchor and all whole multiples of an interval after it.</summary>
internal sealed class RateTimes(long anchor, long every) : IInstantTimes
{
    public long? Next(long from, SearchBudget budget)
    {
        if (from <= anchor)
        {
            return anchor;
        }

        // Both are below 2^62, so their sum fits; there is no fire beyond the last year.
        var past = (from - anchor + every - 1) / every * every;
        var next = anchor + past;
        return next <= DateTime.MaxValue.Ticks ? next : null;
    }
}

/// <summary>
/// Bounds the work of one search over all its layers: it gives up on what never fires after 1,000 refused days or 250 clock
/// changes, instead of searching to the end of the calendar.
/// </summary>
internal sealed class SearchBudget
{
    public const int Steps = 1000;

    /// <summary>What a segment of a zone costs, or a refused day that is moved nowhere: about this many times another day.</summary>
    public const int Large = 4;

    private int _left = Steps;

    /// <summary>False: give up.</summary>
    public bool Spend(int steps = 1) => (_left -= steps) >= 0;
}

/// <summary>
/// The years in which there are fires, in ticks. A year away from the ends of <see cref="DateTime"/>, so that offsets of
/// zones and moves by days cannot leave it.
/// </summary>
internal static class TimeBounds
{
    public static readonly long First = new DateTime(2, 1, 1).Ticks;
    public static readonly long Last = new DateTime(9998, 12, 31).Ticks;
}
