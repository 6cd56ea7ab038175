using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>How delays between attempts grow.</summary>
[JsonConverter(typeof(TolerantEnumConverter<Backoff>))]
public enum Backoff
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>No delay.</summary>
    None,

    /// <summary>The initial delay each time.</summary>
    Fixed,

    /// <summary>Initial delay × factor^(failures − 1), up to the maximum.</summary>
    Exponential,

    /// <summary>The listed delays in turn; the last one repeats.</summary>
    List,
}
