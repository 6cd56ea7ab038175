namespace JobScheduler.Runs;

/// <summary>What can happen to an open run.</summary>
public enum RunEvent
{
    /// <summary>It is due: dispatched to a queue or the backlog, or paused because its job is.</summary>
    Dispatched,

    /// <summary>An executor took it: an attempt starts.</summary>
    Claimed,

    /// <summary>The attempt succeeded.</summary>
    Succeeded,

    /// <summary>The attempt failed and was the last one.</summary>
    GaveUp,

    /// <summary>The attempt failed; the next one is soon, and already in a queue.</summary>
    RetrySoon,

    /// <summary>The attempt failed; the next one is later.</summary>
    RetryLater,

    /// <summary>The executor is gone, or handed the run back.</summary>
    Released,

    /// <summary>Canceled by someone, or because its job was deleted.</summary>
    Canceled,

    /// <summary>It exceeded its queue timeout.</summary>
    Expired,

    /// <summary>A newer fire of its schedule replaced it in the queue of the gate.</summary>
    Skipped,
}

/// <summary>
/// The state machine of a run, as one table; drawn in <c>src/README.md</c>. Pure: every change of a run is checked here first.
/// </summary>
public static class RunTransitions
{
    /// <summary>The state after the event; null when the event cannot happen in that state.</summary>
    public static RunState? Next(RunState state, RunEvent happened) => (state, happened) switch
    {
        (RunState.Scheduled or RunState.Queued or RunState.Retrying, RunEvent.Dispatched) => RunState.Queued,
        (RunState.Queued, RunEvent.Claimed) => RunState.Running,
        (RunState.Running, RunEvent.Succeeded) => RunState.Succeeded,
        (RunState.Running, RunEvent.GaveUp) => RunState.Failed,
        (RunState.Running, RunEvent.RetrySoon) => RunState.Queued,
        (RunState.Running, RunEvent.RetryLater) => RunState.Retrying,
        (RunState.Running, RunEvent.Released) => RunState.Queued,
        (RunState.Scheduled or RunState.Queued or RunState.Running or RunState.Retrying, RunEvent.Canceled) => RunState.Canceled,
        (RunState.Scheduled or RunState.Queued or RunState.Retrying, RunEvent.Expired) => RunState.Expired,
        (RunState.Scheduled or RunState.Queued, RunEvent.Skipped) => RunState.Skipped,
        _ => null,
    };

    /// <exception cref="InvalidOperationException">The event cannot happen in that state.</exception>
    public static RunState After(RunState state, RunEvent happened) =>
        Next(state, happened) ?? throw new InvalidOperationException($"a run that is {state} cannot be {happened}");
}
