using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>Specs by their type. One that this client does not know is kept as it is, so that what was read can be written back.</summary>
internal sealed class SpecConverter : JsonConverter<ScheduleSpec>
{
    private const string Once = "once";
    private const string Interval = "interval";
    private const string Cron = "cron";

    public override ScheduleSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        return TypeMember.Of(json, "spec") switch
        {
            Once => json.Deserialize(ClientJson.Default.OnceSpec)!,
            Interval => json.Deserialize(ClientJson.Default.IntervalSpec)!,
            Cron => json.Deserialize(ClientJson.Default.CronSpec)!,
            var type => new UnknownSpec(type, json),
        };
    }

    public override void Write(Utf8JsonWriter writer, ScheduleSpec value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case OnceSpec once:
                TypeMember.Write(writer, Once, JsonSerializer.SerializeToElement(once, ClientJson.Default.OnceSpec));
                break;
            case IntervalSpec interval:
                TypeMember.Write(writer, Interval, JsonSerializer.SerializeToElement(interval, ClientJson.Default.IntervalSpec));
                break;
            case CronSpec cron:
                TypeMember.Write(writer, Cron, JsonSerializer.SerializeToElement(cron, ClientJson.Default.CronSpec));
                break;
            case UnknownSpec { TimeZone: null, StartAt: null, EndAt: null, MaxRuns: null, Jitter: null, Calendars: null } unknown:
                unknown.Json.WriteTo(writer);
                break;
            case UnknownSpec unknown:
                // They would be lost without a word, or contradict what is in the JSON.
                throw new ArgumentException($"a spec of the unknown type '{unknown.Type}' is sent as its JSON; set members there");
            default:
                throw new ArgumentException($"a spec of the type {value.GetType().Name} cannot be sent");
        }
    }
}
