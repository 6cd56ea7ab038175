using System.Globalization;

namespace JobScheduler.Targets.Http;

/// <summary>The status codes that mean success: <c>200-299,304</c>.</summary>
public sealed class StatusSet
{
    private const int MostParts = 50;
    private readonly (int First, int Last)[] _ranges;

    private StatusSet((int First, int Last)[] ranges) => _ranges = ranges;

    public bool Contains(int status) => Array.Exists(_ranges, range => range.First <= status && status <= range.Last);

    /// <summary>
    /// Numbers and ranges from 200 to 599, at most 50, separated by commas; spaces around them are ignored. (A status below 200 never
    /// ends a request.) Null, with a message, for anything else.
    /// </summary>
    public static StatusSet? TryParse(string? text, out string? message)
    {
        message = null;
        var parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries);
        var ranges = new (int First, int Last)[parts.Length];
        if (parts.Length > MostParts)
        {
            message = string.Create(CultureInfo.InvariantCulture, $"has {parts.Length} parts; at most {MostParts} are allowed");
            return null;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            var bounds = parts[i].Split('-', StringSplitOptions.TrimEntries);
            if (bounds.Length > 2
                || !TryStatus(bounds[0], out ranges[i].First)
                || !TryStatus(bounds[^1], out ranges[i].Last)
                || ranges[i].First > ranges[i].Last)
            {
                message = $"'{Excerpt(parts[i])}' is not a status or a range from 200 to 599 such as 200-299 or 304";
                return null;
            }
        }

        return new StatusSet(ranges);
    }

    private static bool TryStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 200 and <= 599;

    private static string Excerpt(string text) => text.Length <= 20 ? text : string.Concat(text.AsSpan(0, 20), "…");
}
