using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What happens to a fire while a run of the same schedule is queued or running.</summary>
[JsonConverter(typeof(TolerantEnumConverter<OverlapRule>))]
public enum OverlapRule
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>It is skipped.</summary>
    Skip,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>It waits; a newer one takes its place in line.</summary>
    QueueOne,

    /// <summary>It waits in line.</summary>
    QueueAll,

    /// <summary>The previous run is canceled, and it waits for that.</summary>
    CancelPrevious,
}
