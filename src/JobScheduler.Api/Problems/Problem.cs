using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JobScheduler.Api.Problems;

/// <summary>An error as RFC 9457 writes it.</summary>
public sealed record Problem
{
    public const string ContentType = "application/problem+json";

    [Description("Stable; names the kind of error. Relative to the server.")]
    public required string Type { get; init; }

    [Description("The kind of error in words; the same for all of its kind.")]
    public required string Title { get; init; }

    public required int Status { get; init; }

    [Description("What is wrong with this request, for people.")]
    public string? Detail { get; init; }

    [Description("By field path: what is wrong, and what would be right. All refused fields at once.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    [Description("Finds this request in logs and traces.")]
    public string? TraceId { get; init; }
}
