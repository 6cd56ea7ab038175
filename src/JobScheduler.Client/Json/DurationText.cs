using System.Globalization;
using System.Text;
using System.Xml;

namespace JobScheduler.Client.Json;

/// <summary>Durations as the API writes them: <c>1h30m</c>, <c>250ms</c>; read also as ISO 8601.</summary>
internal static class DurationText
{
    private const long PerMillisecond = TimeSpan.TicksPerMillisecond;

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", PerMillisecond),
    ];

    /// <summary>The short form. A part of a millisecond counts as one, so that a short time never becomes none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative: the API has no text for it.</exception>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        var rest = value.Ticks / PerMillisecond * PerMillisecond + (value.Ticks % PerMillisecond > 0 ? PerMillisecond : 0);
        var text = new StringBuilder();
        foreach (var (unit, ticks) in Units)
        {
            var count = rest / ticks;
            rest -= count * ticks;
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
            }
        }

        return text.Length > 0 ? text.ToString() : "0s";
    }

    /// <summary>Reads both forms; false for anything else.</summary>
    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = default;
        return text is { Length: > 0 } && (text[0] == 'P' ? TryParseIso(text, out value) : TryParseShort(text, out value));
    }

    private static bool TryParseShort(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        Int128 total = 0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 18)
            {
                return false;
            }

            var after = text[digits..];
            var letters = after.IndexOfAnyExceptInRange('a', 'z');
            var name = letters < 0 ? after : after[..letters];
            long unit = 0;
            foreach (var (known, ticks) in Units)
            {
                unit = name.SequenceEqual(known) ? ticks : unit;
            }

            total += (Int128)long.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture) * unit;
            if (unit == 0 || total > TimeSpan.MaxValue.Ticks)
            {
                return false;
            }

            text = after[name.Length..];
        }

        value = new TimeSpan((long)total);
        return true;
    }

    private static bool TryParseIso(string text, out TimeSpan value)
    {
        try
        {
            value = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            value = default;
            return false;
        }
    }
}
