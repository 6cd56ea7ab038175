using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Text;

/// <summary>
/// A JSON value kept as the text it was given in, so that numbers beyond double and odd Unicode survive the round trip.
/// </summary>
/// <param name="Text">Valid JSON; the one who creates the value has checked it.</param>
[JsonConverter(typeof(RawJsonConverter))]
public sealed record RawJson(string Text)
{
    public override string ToString() => Text;
}

/// <summary>Reads and writes the text as it is.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text, skipInputValidation: true);
}
