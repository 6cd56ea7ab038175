using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>Durations in the text forms of the API.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && DurationText.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("not a duration such as 250ms, 1h30m or PT5M");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DurationText.Format(value));
}
