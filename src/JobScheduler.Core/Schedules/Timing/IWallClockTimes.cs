namespace JobScheduler.Schedules.Timing;

/// <summary>Times on a wall clock that knows no zone: ticks of local time, whole seconds, strictly increasing.</summary>
internal interface IWallClockTimes
{
    /// <summary>The first at or after a time; null: there is none, or the budget is spent.</summary>
    long? Next(long from, SearchBudget budget);
}
