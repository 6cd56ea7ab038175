namespace JobScheduler.Schedules.Timing;

/// <summary>One instant, or none.</summary>
internal sealed class SingleTime(long? instant) : IInstantTimes
{
    public long? Next(long from, SearchBudget budget) => from <= instant ? instant : null;
}
