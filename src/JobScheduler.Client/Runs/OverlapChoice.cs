using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Whether a run asked for by hand obeys the overlap rule of its schedule, as a fire does. A run without a schedule has none to obey.</summary>
[JsonConverter(typeof(TolerantEnumConverter<OverlapChoice>))]
public enum OverlapChoice
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    Obey,

    Ignore,
}
