using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Client.Json;

/// <summary>
/// Records of several kinds, told apart by the member <c>type</c>, wherever it stands. One of a kind that this client does not know is kept
/// as it is, so that what was read can be written back.
/// </summary>
/// <param name="what">For messages.</param>
/// <param name="known">How those of known kinds are read and written.</param>
/// <param name="unknown">Makes one of a kind that is not known.</param>
/// <param name="json">The JSON of one of a kind that is not known; null: it is known.</param>
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
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(Discriminator, out var type) || type.ValueKind != JsonValueKind.String)
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
            // To the letter: not every text that is valid JSON can be parsed and written again.
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
