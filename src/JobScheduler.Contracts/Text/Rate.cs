using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>A number per second, minute or hour, written <c>50/s</c>, <c>300/m</c>, <c>1000/h</c>.</summary>
/// <param name="Count">1 or more.</param>
/// <param name="Unit"><c>s</c>, <c>m</c> or <c>h</c>.</param>
[JsonConverter(typeof(RateConverter))]
public readonly record struct Rate(int Count, char Unit)
{
    public const string Rule = "must be a whole number per second, minute or hour, such as 50/s, 300/m, 1000/h";

    /// <summary>0 of the default value, which is no rate.</summary>
    public double PerSecond => SecondsOf(Unit) is > 0 and var seconds ? (double)Count / seconds : 0;

    public static bool TryParse([NotNullWhen(true)] string? text, out Rate value)
    {
        value = default;
        if (text is not { Length: >= 3 } || text[^2] != '/' || SecondsOf(text[^1]) == 0
            || !int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            return false;
        }

        value = new Rate(count, text[^1]);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}/{Unit}");

    private static int SecondsOf(char unit) => unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
}

/// <summary>Reads and writes a <see cref="Rate"/> as its text.</summary>
public sealed class RateConverter : JsonConverter<Rate>
{
    public override Rate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rate.TryParse(reader.GetString(), out var rate)
            ? rate
            : throw new JsonException(Rate.Rule);

    public override void Write(Utf8JsonWriter writer, Rate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
