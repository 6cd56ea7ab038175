namespace JobScheduler.Clock;

/// <summary>
/// What an instance does for the clock between its turns, which an orchestration gives to any of them: ticks the shards that it has woken
/// or that were ticked in its last turn, when their alarms are due, and those whose owner is overdue. An orchestration alone would be late
/// by the polling of its queues, and stands still for minutes when the instance of a turn dies.
/// </summary>
public sealed class ClockHints(FleetClock clock)
{
    /// <summary>Ticks until it is stopped.</summary>
    public Task RunAsync(CancellationToken stopping) => clock.FollowAsync(stopping);
}
