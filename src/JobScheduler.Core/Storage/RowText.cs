using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Storage;

/// <summary>
/// How records are written into rows: short, tolerant of members of newer versions, without type names. Each feature has a context of its
/// own with the options of <c>RunJson</c>; source generation takes them from the attribute, so they are repeated there.
/// </summary>
internal static class RowText
{
    /// <summary>
    /// The options of a context, without the escaping that only HTML needs: rows are paid for by the byte. The context built from them is
    /// kept in a nested class: a static field of the context itself would be set before those that the generator adds.
    /// </summary>
    public static JsonSerializerOptions Compact(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>
/// Writes enumerations by their member names, as rows have always had them, not by the words of the API. An unknown name is an error
/// here, not <c>Unknown</c>. Converters of a context take precedence over those of the types.
/// </summary>
internal sealed class EnumNames : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(NameConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class NameConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> ByName =
            EnumText.Values<T>().ToDictionary(value => value.ToString(), StringComparer.OrdinalIgnoreCase);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && ByName.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new JsonException($"is not a {typeof(T).Name} that this version knows");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(
            EnumText.IsKnown(value) ? value.ToString() : throw new ArgumentException($"{typeof(T).Name}.{value} cannot be stored"));
    }
}
