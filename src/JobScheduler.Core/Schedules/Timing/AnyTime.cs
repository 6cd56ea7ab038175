namespace JobScheduler.Schedules.Timing;

/// <summary>All instants.</summary>
internal sealed class AnyTime : IInstantTimes
{
    public long? Next(long from, SearchBudget budget) => from;
}
