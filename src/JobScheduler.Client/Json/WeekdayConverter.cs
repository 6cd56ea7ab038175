using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>Days of the week by three letters: <c>sat</c>. No server will know an eighth, so there is no unknown one.</summary>
internal sealed class WeekdayConverter : JsonConverter<DayOfWeek>
{
    // In the order of DayOfWeek.
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public override DayOfWeek Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var day = reader.TokenType == JsonTokenType.String ? Array.IndexOf(Names, reader.GetString()) : -1;
        return day >= 0 ? (DayOfWeek)day : throw new JsonException("not a day of the week such as sat");
    }

    public override void Write(Utf8JsonWriter writer, DayOfWeek value, JsonSerializerOptions options) => writer.WriteStringValue(Names[(int)value]);
}
