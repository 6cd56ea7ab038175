namespace JobScheduler.Schedules.Timing.Zones;

/// <summary>Remembers the last answer within one search: the same next time is asked for from several places before it.</summary>
internal sealed class SeenTimes(IWallClockTimes times, SearchBudget budget)
{
    private long _from = long.MaxValue;
    private long? _next;

    public long? Next(long from)
    {
        if (from < _from || from > (_next ?? long.MaxValue))
        {
            _from = from;
            _next = times.Next(from, budget);
        }

        return _next;
    }
}
