using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What an interval is measured from.</summary>
[JsonConverter(typeof(TolerantEnumConverter<IntervalMode>))]
public enum IntervalMode
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>From the anchor: no drift, however late a run is.</summary>
    Rate,

    /// <summary>From the end of the previous run.</summary>
    Delay,
}
