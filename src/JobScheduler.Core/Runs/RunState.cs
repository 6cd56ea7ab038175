namespace JobScheduler.Runs;

/// <summary>Where a run is. The last five are terminal and never change.</summary>
public enum RunState
{
    /// <summary>Accepted, due later.</summary>
    Scheduled,

    /// <summary>Due, waiting for an executor, for room, or for its job to be resumed.</summary>
    Queued,

    /// <summary>An attempt holds the lease.</summary>
    Running,

    /// <summary>Waiting for the delay before the next attempt.</summary>
    Retrying,

    Succeeded,

    Failed,

    Canceled,

    /// <summary>Waited longer than its queue time-out.</summary>
    Expired,

    /// <summary>Not run on purpose: overlap or misfire policy.</summary>
    Skipped,
}

public static class RunStates
{
    public static bool IsTerminal(this RunState state) => state >= RunState.Succeeded;
}
