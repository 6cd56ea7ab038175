using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Where a run is. The last five are ends and never change.</summary>
[JsonConverter(typeof(TolerantEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>Accepted, due later.</summary>
    Scheduled,

    /// <summary>Due, waiting for an executor, for room, or for its job to be resumed.</summary>
    Queued,

    /// <summary>An attempt holds it.</summary>
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
