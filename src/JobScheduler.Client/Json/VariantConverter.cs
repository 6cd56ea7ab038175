using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client.Json;

/// <summary>
/// Records of several kinds, told apart by the member <c>type</c>, wherever it appears. A record of an unknown kind is kept
/// unchanged, so that what was read can be written back.
/// </summary>
/// <param name="what">For messages.</param>
/// <param name="known">Reads and writes records of known kinds.</param>
/// <param name="unknown">Creates a record of an unknown kind.</param>
/// <param name="json">The JSON of a record of an unknown kind; null: its kind is known.</param>
internal sealed class VariantConverter<TBase>(
    string what, JsonTypeInfo<TBase> known, Func<string, JsonElement, TBase> unknown, Func<TBase, JsonElement?> json) : JsonConverter<TBase>
    where TBase : class
{
    private const string Discriminator = "type";

    private static readonly Dictionary<string, Type> Kinds = typeof(TBase).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(kind => (string)kind.TypeDiscriminator!, kind => kind.DerivedType);

    public override TBase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty(Discriminator, out var type)
            || type.ValueKind != JsonValueKind.String)
        {
            throw new JsonException($"a {what} must be an object with a type");
        }

        var word = type.GetString()!;
        return Kinds.ContainsKey(word) ? element.Deserialize(known)! : unknown(word, element);
    }

    public override void Write(Utf8JsonWriter writer, TBase value, JsonSerializerOptions options)
    {
        if (json(value) is { } kept)
        {
            // Verbatim: not every valid JSON text survives being parsed and written again.
            writer.WriteRawValue(kept.GetRawText(), skipInputValidation: true);
            return;
        }

        if (!Kinds.ContainsValue(value.GetType()))
        {
            throw new ArgumentException($"a {what} of the type {value.GetType().Name} cannot be sent");
        }

        JsonSerializer.Serialize(writer, value, known);
    }
}
