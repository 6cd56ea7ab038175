using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>The state of a run. The last five are terminal: they never change.</summary>
[JsonConverter(typeof(WordConverter<RunState>))]
public enum RunState
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
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

    /// <summary>Waited longer than its queue timeout.</summary>
    Expired,

    /// <summary>Deliberately not run, by the overlap or misfire policy.</summary>
    Skipped,
}

/// <summary>What states mean.</summary>
public static class RunStates
{
    /// <summary>Whether a run in this state never changes again. False for states unknown to this version.</summary>
    public static bool IsTerminal(this RunState state) => state >= RunState.Succeeded;
}
