using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A host that HTTP targets call, with its limits and its state. Members that the server sets are ignored in requests, so a host that was
/// read can be written back.
/// </summary>
/// <remarks>Top-level members that only a newer server knows survive being read and written back.</remarks>
public sealed record TargetHost : HostDefinition
{
    public TargetHost()
    {
    }

    /// <summary>A host with this definition.</summary>
    [SetsRequiredMembers]
    public TargetHost(HostDefinition definition)
        : base(definition)
    {
    }

    /// <summary>
    /// The host in lower case, with its port behind an underscore if that is not the usual one: api.example.com, api.example.com_8443. In
    /// a request the same as in the path, or omitted.
    /// </summary>
    [JsonPropertyOrder(-1)]
    public string? Host { get; init; }

    /// <summary>What is known of the host now.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public HostState? State { get; init; }

    /// <summary>Null: the host has no definition and is shown because of its state.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public string? CreatedBy { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Members unknown to this version.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Identifies the definition that was read, with its quotes, for If-Match; null in lists. Carried in a header.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}

/// <summary>How a target host may be called, by all processes together.</summary>
public record HostDefinition
{
    /// <summary>The most calls at once. Null: no limit.</summary>
    [Range(1, 10_000)]
    public int? Max { get; init; }

    /// <summary>How many calls may start, such as 50/s; at most 10000/s. Null: no limit.</summary>
    public Rate? Rate { get; init; }

    /// <summary>
    /// How many calls may start at once after a quiet time. Null: what the rate allows in a second, at least 1. Never less than one call
    /// more than the rate allows in 200 ms.
    /// </summary>
    [Range(1, 100_000)]
    public int? Burst { get; init; }

    /// <summary>When calls are stopped because they fail. Null: as the server's settings say.</summary>
    public HostCircuit? Circuit { get; init; }

    /// <summary>The definition alone, without the other members of a <see cref="TargetHost"/>.</summary>
    public HostDefinition ToDefinition() => new(this);
}

/// <summary>
/// The circuit breaker of a host. Connection errors, timeouts and server errors count, as do 429 and 503 that name no Retry-After. While it
/// is open, runs wait and use up no attempt; then one call probes the host, and closes the circuit or opens it for twice as long.
/// </summary>
public sealed record HostCircuit
{
    /// <summary>False: it never opens.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// So many failures of one process within the window open it, if no more calls succeeded there. Null: the server's setting, 10.
    /// </summary>
    [Range(1, 10_000)]
    public int? Failures { get; init; }

    /// <summary>Null: the server's setting, 1m.</summary>
    [DurationRange("1s", "1h")]
    public TimeSpan? Window { get; init; }

    /// <summary>For how long it opens the first time; each failed probe doubles it, up to 10m. Null: the server's setting, 30s.</summary>
    [DurationRange("1s", "10m")]
    public TimeSpan? Open { get; init; }
}
