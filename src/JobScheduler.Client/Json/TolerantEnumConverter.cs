using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>
/// Enumerations in camelCase. A value that a newer server has and this client has not is read as <c>Unknown</c>, so that an upgrade
/// of the server breaks no client.
/// </summary>
internal sealed class TolerantEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return EnumText<T>.Parse(reader.GetString());
        }

        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(EnumText<T>.Format(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EnumText<T>.Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(EnumText<T>.Format(value));
}
