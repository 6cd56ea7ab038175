namespace JobScheduler.Schedules.Timing;

/// <summary>An anchor and all whole multiples of a distance after it.</summary>
internal sealed class RateTimes(long anchor, long every) : IInstantTimes
{
    public long? Next(long from, SearchBudget budget)
    {
        if (from <= anchor)
        {
            return anchor;
        }

        // Both are below 2^62, so their sum fits; a fire beyond the last year is none.
        var past = (from - anchor + every - 1) / every * every;
        var next = anchor + past;
        return next <= DateTime.MaxValue.Ticks ? next : null;
    }
}
