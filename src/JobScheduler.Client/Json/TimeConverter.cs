using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>Points in time: any RFC 3339 in, UTC to the millisecond out.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(TimeText.Format(value));
}
