using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client;

/// <summary>The result of a run, as its target returned it.</summary>
/// <param name="ContentType">As the target gave it; null if it gave none.</param>
/// <param name="Content">Untrusted data: never execute it, and show it as plain text only.</param>
public sealed record RunResult(string? ContentType, ReadOnlyMemory<byte> Content)
{
    private const string Reflects =
        "Reads the type by reflection. In a trimmed application, pass the JsonTypeInfo of a source-generated context.";

    /// <summary>The content as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);

    /// <summary>The content as a value.</summary>
    /// <exception cref="JsonException">It is not JSON of that shape.</exception>
    public T? As<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Content.Span, type);

    /// <summary>The content as a value, by reflection, camelCase.</summary>
    /// <exception cref="JsonException">It is not JSON of that shape.</exception>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public T? As<T>() => JsonSerializer.Deserialize<T>(Content.Span, JsonSerializerOptions.Web);
}
