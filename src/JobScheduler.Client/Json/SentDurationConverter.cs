using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client.Json;

/// <summary>
/// Durations on their way to the server. A part of a millisecond counts as one, so that a short time never becomes none.
/// </summary>
internal sealed class SentDurationConverter : JsonConverter<TimeSpan>
{
    private static readonly DurationConverter Usual = new();

    /// <exception cref="ArgumentOutOfRangeException">Negative: the API has no text for it.</exception>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        var part = value.Ticks % TimeSpan.TicksPerMillisecond;
        return Duration.Format(part == 0 || value > Duration.Longest ? value : value + TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond - part));
    }

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Usual.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));
}
