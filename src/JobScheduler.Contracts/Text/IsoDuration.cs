using System.Globalization;

namespace JobScheduler;

/// <summary>
/// Durations in the form of ISO 8601: <c>P1W</c>, <c>P1DT12H</c>, <c>PT0.5H</c>. The smallest part may have a fraction, after a point or a
/// comma; what is finer than a millisecond is cut off.
/// </summary>
internal static class IsoDuration
{
    private const int Longest = 64;
    private const int LongestCount = 15;
    private const int LongestFraction = 12;

    private static readonly (char Unit, bool OfTime, long Milliseconds)[] Units =
    [
        ('W', false, 604_800_000), ('D', false, 86_400_000), ('H', true, 3_600_000), ('M', true, 60_000), ('S', true, 1_000),
    ];

    /// <summary>False for anything else, for years and months, whose lengths vary, and for more than the bound.</summary>
    public static bool TryParse(string text, TimeSpan longest, out TimeSpan value)
    {
        value = default;
        if (text.Length > Longest || text[0] != 'P')
        {
            return false;
        }

        decimal total = 0;
        var (inTime, last, fraction) = (false, -1, false);
        for (var at = 1; at < text.Length;)
        {
            if (text[at] == 'T')
            {
                // A T is followed by a part of its own.
                if (inTime || ++at == text.Length)
                {
                    return false;
                }

                inTime = true;
                continue;
            }

            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '.' or ','))
            {
                at++;
            }

            var unit = at == text.Length ? -1 : Array.FindIndex(Units, known => known.Unit == text[at] && known.OfTime == inTime);
            if (unit <= last || fraction || Count(text.AsSpan(start, at - start), out fraction) is not { } count)
            {
                return false;
            }

            total += count * Units[unit].Milliseconds;
            last = unit;
            at++;
        }

        if (last < 0 || total > (decimal)longest.TotalMilliseconds)
        {
            return false;
        }

        value = TimeSpan.FromMilliseconds((long)total);
        return true;
    }

    private static decimal? Count(ReadOnlySpan<char> text, out bool fraction)
    {
        var point = text.IndexOfAny('.', ',');
        fraction = point >= 0;
        var whole = (fraction ? text[..point] : text).TrimStart('0');
        var rest = fraction ? text[(point + 1)..] : [];
        if ((fraction ? point : text.Length) == 0 || (fraction && rest.Length == 0) || rest.ContainsAny('.', ',')
            || whole.Length > LongestCount)
        {
            return null;
        }

        var share = rest[..Math.Min(rest.Length, LongestFraction)];
        return decimal.Parse($"0{whole}.{share}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }
}
