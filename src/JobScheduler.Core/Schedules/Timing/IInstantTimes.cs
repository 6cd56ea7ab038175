namespace JobScheduler.Schedules.Timing;

/// <summary>Instants: ticks of UTC, strictly increasing.</summary>
internal interface IInstantTimes
{
    /// <summary>The first at or after an instant; null: there is none, or the budget is spent.</summary>
    long? Next(long from, SearchBudget budget);
}
