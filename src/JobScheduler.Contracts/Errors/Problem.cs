using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>An error as problem details (RFC 9457).</summary>
public sealed record Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>Identifies the kind of error; stable, and relative to the server.</summary>
    [Required]
    public string Type { get => field ?? "about:blank"; init; } = "about:blank";

    /// <summary>The kind of error in words; the same for all errors of this kind.</summary>
    [Required]
    public string Title { get => field ?? ""; init; } = "";

    [Required]
    public int Status { get; init; }

    /// <summary>What is wrong with this request; human-readable.</summary>
    public string? Detail { get; init; }

    /// <summary>By field path: what is wrong, and what would be right. All invalid fields at once; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Identifies this request in logs and traces.</summary>
    public string? TraceId { get; init; }
}
