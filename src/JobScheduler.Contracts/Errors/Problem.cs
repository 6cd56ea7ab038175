using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>An error as RFC 9457 writes it.</summary>
public sealed record Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>Stable; names the kind of error. Relative to the server.</summary>
    [Required]
    public string Type { get => field ?? "about:blank"; init; } = "about:blank";

    /// <summary>The kind of error in words; the same for all of its kind.</summary>
    [Required]
    public string Title { get => field ?? ""; init; } = "";

    [Required]
    public int Status { get; init; }

    /// <summary>What is wrong with this request, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>By field path: what is wrong, and what would be right. All refused fields at once; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Finds this request in logs and traces.</summary>
    public string? TraceId { get; init; }
}
