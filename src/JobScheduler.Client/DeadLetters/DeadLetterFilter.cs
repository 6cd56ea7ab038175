using System.Text.Json.Serialization;

namespace JobScheduler.Client;

/// <summary>Which dead letters; all given conditions must hold, and none means all.</summary>
public sealed record DeadLetterFilter
{
    [JsonPropertyName("job")]
    public string? JobId { get; init; }

    /// <summary>The id of a cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Dead at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Dead before.</summary>
    public DateTimeOffset? To { get; init; }
}
