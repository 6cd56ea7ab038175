using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>What happens to a wall-clock time that does not exist, because the clocks go forward over it.</summary>
[JsonConverter(typeof(TolerantEnumConverter<GapRule>))]
public enum GapRule
{
    /// <summary>A value that this version of the client does not know; cannot be sent.</summary>
    Unknown = 0,

    /// <summary>Fixed times of day as <see cref="NextValid"/>, every-n-minutes expressions as <see cref="Skip"/>.</summary>
    Auto,

    /// <summary>No fire.</summary>
    Skip,

    /// <summary>One fire, when the gap ends.</summary>
    NextValid,

    /// <summary>Later by the length of the gap.</summary>
    Shift,
}
