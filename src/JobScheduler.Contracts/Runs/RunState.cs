using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Where a run is. The last five are terminal and never change.</summary>
[JsonConverter(typeof(WordConverter<RunState>))]
public enum RunState
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>Accepted, due later.</summary>
    Scheduled = 0,

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

/// <summary>What states mean.</summary>
public static class RunStates
{
    /// <summary>Whether it is an end, after which a run never changes. False for states that this version does not know.</summary>
    public static bool IsTerminal(this RunState state) => state >= RunState.Succeeded;
}
