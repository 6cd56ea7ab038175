using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>Targets by their type. One that this client does not know is kept as it is, so that what was read can be written back.</summary>
internal sealed class TargetConverter : JsonConverter<Target>
{
    private const string Http = "http";
    private const string Handler = "handler";

    public override Target Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        return TypeMember.Of(json, "target") switch
        {
            Http => json.Deserialize(ClientJson.Default.HttpTarget)!,
            Handler => json.Deserialize(ClientJson.Default.HandlerTarget)!,
            var type => new UnknownTarget(type, json),
        };
    }

    public override void Write(Utf8JsonWriter writer, Target value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case HttpTarget http:
                TypeMember.Write(writer, Http, JsonSerializer.SerializeToElement(http, ClientJson.Default.HttpTarget));
                break;
            case HandlerTarget handler:
                TypeMember.Write(writer, Handler, JsonSerializer.SerializeToElement(handler, ClientJson.Default.HandlerTarget));
                break;
            case UnknownTarget unknown:
                unknown.Json.WriteTo(writer);
                break;
            default:
                throw new ArgumentException($"a target of the type {value.GetType().Name} cannot be sent");
        }
    }
}
