using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>
/// Targets by their member <c>type</c>, wherever it stands. A type this client does not know is kept as it is, so that what was read
/// can be written back.
/// </summary>
internal sealed class TargetConverter : JsonConverter<Target>
{
    private const string Member = "type";
    private const string Http = "http";
    private const string Handler = "handler";

    public override Target Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        var type = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(Member, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : throw new JsonException("a target must be an object with a type");
        return type switch
        {
            Http => json.Deserialize(ClientJson.Default.HttpTarget)!,
            Handler => json.Deserialize(ClientJson.Default.HandlerTarget)!,
            _ => new UnknownTarget(type, json),
        };
    }

    public override void Write(Utf8JsonWriter writer, Target value, JsonSerializerOptions options)
    {
        if (value is UnknownTarget unknown)
        {
            unknown.Json.WriteTo(writer);
            return;
        }

        var (type, json) = value switch
        {
            HttpTarget http => (Http, JsonSerializer.SerializeToElement(http, ClientJson.Default.HttpTarget)),
            HandlerTarget handler => (Handler, JsonSerializer.SerializeToElement(handler, ClientJson.Default.HandlerTarget)),
            _ => throw new ArgumentException($"a target of the type {value.GetType().Name} cannot be sent"),
        };
        writer.WriteStartObject();
        writer.WriteString(Member, type);
        foreach (var member in json.EnumerateObject().Where(member => member.Name != Member))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
