using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>Chooses where a run waits that could be executed: in a queue while that has room, otherwise in the backlog.</summary>
public sealed class Dispatch(DispatchGauge gauge)
{
    /// <summary>For a run that is due, and whose job is not paused.</summary>
    public async ValueTask<Place> ChooseAsync(Priority priority, CancellationToken cancellation) =>
        await gauge.TryPlaceAsync(QueueNames.Of(priority), cancellation) ? Place.Queue : Place.Backlog;

    /// <summary>For any run that has not started.</summary>
    /// <param name="priority">Of the run.</param>
    /// <param name="due">When its next attempt may start.</param>
    /// <param name="horizon">What is due by then is handed to a queue now.</param>
    /// <param name="isPaused">Whether its job is paused.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Place> ChooseAsync(
        Priority priority, DateTimeOffset due, DateTimeOffset horizon, bool isPaused, CancellationToken cancellation) =>
        due > horizon ? Place.Start
        : isPaused ? Place.Paused
        : await ChooseAsync(priority, cancellation);
}
