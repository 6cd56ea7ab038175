using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// Durations as people write them: parts of <c>d h m s ms</c> from large to small, each at most once (<c>1h30m</c>,
/// <c>250ms</c>), or ISO 8601 (<c>PT5M</c>, <c>P1W</c>; no months or years, whose lengths vary). Never negative, to the millisecond.
/// </summary>
public static class Duration
{
    private const int LongestText = 40;

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>The longest duration that can be written: 100 years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_525);

    /// <summary>What a duration is, after "must be" or "not".</summary>
    public static readonly string Rule =
        $"a duration such as 250ms, 1h30m, PT5M or P1W, from 0s to {Format(Longest)}; "
        + "years and months are not accepted, because their lengths vary";

    /// <summary>Parses both forms; false for anything else, and for more than <see cref="Longest"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan value)
    {
        value = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        return text[0] == 'P' ? IsoDuration.TryParse(text, Longest, out value) : TryParseParts(text, out value);
    }

    /// <summary>The short form: <c>1h30m</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan value)
    {
        var rest = (long)value.TotalMilliseconds;
        if (rest <= 0)
        {
            return "0s";
        }

        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units)
        {
            if (rest / milliseconds is > 0 and var count)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                rest %= milliseconds;
            }
        }

        return text.ToString();
    }

    private static bool TryParseParts(string text, out TimeSpan value)
    {
        value = default;
        if (text.Length > LongestText)
        {
            return false;
        }

        long total = 0;
        var unitsFrom = 0;
        for (var at = 0; at < text.Length;)
        {
            var digits = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            var letters = at;
            while (at < text.Length && char.IsAsciiLetterLower(text[at]))
            {
                at++;
            }

            var unit = text[letters..at];
            var index = Array.FindIndex(Units, unitsFrom, candidate => candidate.Unit == unit);
            if (index < 0 || letters - digits is 0 or > 15)
            {
                return false;
            }

            var count = long.Parse(text.AsSpan(digits, letters - digits), NumberStyles.None, CultureInfo.InvariantCulture);
            if (count > (long)Longest.TotalMilliseconds / Units[index].Milliseconds)
            {
                return false;
            }

            total += count * Units[index].Milliseconds;
            unitsFrom = index + 1;
        }

        value = TimeSpan.FromMilliseconds(total);
        return value <= Longest;
    }
}

/// <summary>Writes a <see cref="TimeSpan"/> in the short form and reads both.</summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Duration.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"not {Duration.Rule}");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Duration.Format(value));
}
