using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Days of the week as the API writes them: <c>mon</c> to <c>sun</c>.</summary>
public static class Weekday
{
    // In the order of DayOfWeek.
    private static readonly string[] Words = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>All words; a week begins on Monday here, as in ISO 8601.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words[1..], Words[0]];

    public static string Format(DayOfWeek day) => Words[(int)day];

    public static bool TryParse(string? text, out DayOfWeek day)
    {
        var index = Array.IndexOf(Words, text);
        day = (DayOfWeek)Math.Max(index, 0);
        return index >= 0;
    }
}

/// <summary>Reads and writes <see cref="DayOfWeek"/> as three letters.</summary>
public sealed class WeekdayConverter : JsonConverter<DayOfWeek>
{
    public override DayOfWeek Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Weekday.TryParse(reader.GetString(), out var day)
            ? day
            : throw new JsonException("not a day of the week such as sat");

    public override void Write(Utf8JsonWriter writer, DayOfWeek value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Weekday.Format(value));
}
