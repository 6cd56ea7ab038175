using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What a run waits for.</summary>
[JsonConverter(typeof(TolerantEnumConverter<BlockerKind>))]
public enum BlockerKind
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>Its time has not come.</summary>
    NotDue,

    /// <summary>Its job is paused.</summary>
    Paused,

    /// <summary>An earlier run of its schedule.</summary>
    Overlap,

    /// <summary>The job's limit.</summary>
    Concurrency,

    /// <summary>The limit of a group of jobs.</summary>
    Group,

    /// <summary>Older or more important runs.</summary>
    Backlog,

    /// <summary>The delay after a failure.</summary>
    RetryDelay,

    /// <summary>The attempt that is running.</summary>
    Lease,
}
