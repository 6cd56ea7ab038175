using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>What is known of a target host.</summary>
/// <param name="Circuit">Whether calls go through.</param>
/// <param name="OpenUntil">When a probe may be sent; null: the circuit is closed.</param>
/// <param name="HeldUntil">Until when the host has asked to be left alone (Retry-After); null: it has not.</param>
/// <param name="Failures">How many calls had failed in the window when the circuit opened; 0: it is closed.</param>
/// <param name="Reason">The last failure; null: the circuit is closed.</param>
/// <param name="Waiting">How many runs wait in its lines, counted to 1,000 in each shard; null in lists.</param>
public sealed record HostState(
    CircuitState Circuit,
    DateTimeOffset? OpenUntil = null,
    DateTimeOffset? HeldUntil = null,
    int Failures = 0,
    string? Reason = null,
    int? Waiting = null);

/// <summary>Whether calls to a host go through.</summary>
[JsonConverter(typeof(WordConverter<CircuitState>))]
public enum CircuitState
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>They go through.</summary>
    Closed = 0,

    /// <summary>None goes through.</summary>
    Open,

    /// <summary>One goes through, to find out whether the host is well.</summary>
    HalfOpen,
}
