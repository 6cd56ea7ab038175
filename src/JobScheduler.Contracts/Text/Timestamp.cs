using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Points in time as the API and the rows write them: RFC 3339 in UTC with milliseconds.</summary>
public static class Timestamp
{
    /// <summary>
    /// The first year of times in requests. Nothing is scheduled before the Unix epoch, and the years up to <see cref="LastYear"/> are far
    /// enough from the end of the calendar for any sum of a time and a duration.
    /// </summary>
    public const int FirstYear = 1970;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 9000;

    /// <summary>What a time in a request must be.</summary>
    public static readonly string RangeRule = $"must be in the years {FirstYear} to {LastYear}";

    private const string Shape = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>For example <c>2026-12-01T06:30:00.000Z</c>.</summary>
    public static string Format(DateTimeOffset value) => value.UtcDateTime.ToString(Shape, CultureInfo.InvariantCulture);

    /// <summary>Whether a time is in the years that requests may name, in UTC.</summary>
    public static bool IsInRange(DateTimeOffset value) => value.UtcDateTime.Year is >= FirstYear and <= LastYear;

    /// <summary>Truncates to whole milliseconds, the resolution of everything that is stored.</summary>
    public static DateTimeOffset Cut(DateTimeOffset value) =>
        new(value.UtcTicks - value.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}

/// <summary>Writes <see cref="DateTimeOffset"/> as <see cref="Timestamp"/> does; reads RFC 3339 with any offset.</summary>
public sealed class TimestampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Timestamp.Cut(reader.GetDateTimeOffset().ToUniversalTime());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Timestamp.Format(value));
}
