namespace JobScheduler.Clock;

/// <summary>
/// What an orchestration may use: everything that is recorded, and replayed after a restart. It reads no clock and does no other I/O than
/// through here, and asks in the same order each time it is replayed.
/// </summary>
public interface IOrchestrationContext
{
    /// <summary>The time of the last recorded event: the same in every replay.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Calls an activity: at least once, its result recorded once.</summary>
    /// <exception cref="ActivityFailedException">It failed, and whoever runs it does not try again.</exception>
    Task<TResult> CallAsync<TResult>(string activity, object? input = null);

    /// <summary>Ends at that time, also over restarts; at once when it has passed.</summary>
    Task WaitUntilAsync(DateTimeOffset due);

    /// <summary>Begins again under the same id with an empty history, once the orchestration returns.</summary>
    void ContinueAsNew(object? input = null);
}
