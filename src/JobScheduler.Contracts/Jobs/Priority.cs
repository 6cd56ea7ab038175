using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Which queue a run goes through.</summary>
/// <remarks>The numbers order keys: high first.</remarks>
[JsonConverter(typeof(WordConverter<Priority>))]
public enum Priority
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,
    High = 0,
    Normal = 1,
    Low = 2,
}
