using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Which dead letters; all given conditions must hold, and {} means all.</summary>
public sealed record DeadLetterFilter : DeadLetterConditions;

/// <summary>Conditions that dead letters are chosen by; all given ones must hold.</summary>
public abstract record DeadLetterConditions
{
    /// <summary>The id of a job.</summary>
    [JsonPropertyName("job")]
    public string? JobId { get; init; }

    /// <summary>The id of a cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Dead at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Dead before.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>Which dead letters to redrive, and how carefully. {} means all, at most 1,000.</summary>
public sealed record DeadLetterRedrive : DeadLetterConditions
{
    public const int MostRuns = 100_000;
    public const int LargestCanary = 1000;

    /// <summary>At most so many.</summary>
    [Range(1, MostRuns)]
    public int Max { get; init; } = 1000;

    /// <summary>Such as 50/s, 300/m or 1000/h; null: as fast as they are accepted.</summary>
    public Rate? Rate { get; init; }

    /// <summary>So many first; the rest only when all of them succeeded. 0: none.</summary>
    [Range(0, LargestCanary)]
    public int Canary { get; init; }
}
