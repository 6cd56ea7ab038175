using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>Labels in filters: a list of <c>key:value</c>.</summary>
internal sealed class LabelsConverter : JsonConverter<IReadOnlyDictionary<string, string>>
{
    public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("filters are only sent");

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (key, text) in value)
        {
            writer.WriteStringValue($"{key}:{text}");
        }

        writer.WriteEndArray();
    }
}
