using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Which queue a run takes.</summary>
[JsonConverter(typeof(TolerantEnumConverter<Priority>))]
public enum Priority
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    High,

    Normal,

    Low,
}
