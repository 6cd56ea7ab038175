using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler;

/// <summary>
/// A JSON value kept as the text it was given in, so that numbers beyond double and odd Unicode survive the round trip.
/// </summary>
/// <param name="Text">Valid JSON; whoever creates the value has checked it.</param>
[JsonConverter(typeof(RawJsonConverter))]
public sealed record RawJson(string Text)
{
    private const string Reflects =
        "Reads the type by reflection. In a trimmed application, pass the JsonTypeInfo of a source-generated context.";

    // Whoever created the value has checked its depth.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>A value as JSON, by source generation.</summary>
    public static RawJson Of<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(value, type));

    /// <summary>A value as JSON, by reflection, camelCase.</summary>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public static RawJson Of<T>(T value) => new(JsonSerializer.Serialize(value, JsonSerializerOptions.Web));

    /// <summary>A parsed value, with its text unchanged.</summary>
    public static RawJson Of(JsonElement value) => new(value.GetRawText());

    /// <summary>The value, by source generation.</summary>
    /// <exception cref="JsonException">The value has another shape.</exception>
    public T? As<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Text, type);

    /// <summary>The value, by reflection, camelCase.</summary>
    /// <exception cref="JsonException">The value has another shape.</exception>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public T? As<T>() => JsonSerializer.Deserialize<T>(Text, JsonSerializerOptions.Web);

    /// <summary>The value, parsed.</summary>
    public JsonElement ToElement() => JsonElement.Parse(Text, AnyDepth);

    public override string ToString() => Text;
}

/// <summary>Reads and writes the text as it is.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RawJson.Of(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text, skipInputValidation: true);
}
