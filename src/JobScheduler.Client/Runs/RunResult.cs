using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client;

/// <summary>What a run resulted in, as its target gave it.</summary>
/// <param name="ContentType">As the target gave it; null when it gave none.</param>
/// <param name="Content">Data: never run it, and show it as text only.</param>
public sealed record RunResult(string? ContentType, ReadOnlyMemory<byte> Content)
{
    private const string Reflects = "Reads the type by reflection. In a trimmed application give the JsonTypeInfo of a source-generated context.";

    /// <summary>The content as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);

    /// <summary>The content as a value.</summary>
    /// <exception cref="JsonException">It is no JSON of that shape.</exception>
    public T? As<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Content.Span, type);

    /// <summary>The content as a value, by reflection, camelCase.</summary>
    /// <exception cref="JsonException">It is no JSON of that shape.</exception>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public T? As<T>() => JsonSerializer.Deserialize<T>(Content.Span, JsonSerializerOptions.Web);
}
