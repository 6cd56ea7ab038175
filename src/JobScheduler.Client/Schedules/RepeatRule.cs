using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What happens to a wall-clock time that exists twice, because the clocks go back over it.</summary>
[JsonConverter(typeof(TolerantEnumConverter<RepeatRule>))]
public enum RepeatRule
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>Fixed times of day as <see cref="First"/>, every-n-minutes expressions as <see cref="Both"/>.</summary>
    Auto,

    First,

    Second,

    Both,
}
