using System.Globalization;

namespace JobScheduler.Api.Http;

/// <summary>Points in time in requests: RFC 3339, which unlike ISO 8601 always names the offset.</summary>
public static class TimeText
{
    public const string Rule = "must be a time such as 2026-12-01T07:30:00+01:00 (RFC 3339, with an offset or Z)";

    private const int Longest = 40;

    /// <summary>Any offset in, UTC to the millisecond out; digits beyond are cut.</summary>
    public static bool TryParse(string? text, out DateTimeOffset value)
    {
        value = default;
        if (text is not { Length: >= 20 and <= Longest } || text[^1] is not ('Z' or 'z') && text[^6] is not ('+' or '-'))
        {
            return false;
        }

        var upper = ShortenFraction(text.ToUpperInvariant());
        if (!DateTimeOffset.TryParseExact(
            upper,
            ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var parsed))
        {
            return false;
        }

        value = Timestamp.Cut(parsed);
        return true;
    }

    private static string ShortenFraction(string text)
    {
        const int Point = 19;
        const int Digits = 7;
        if (text[Point] != '.')
        {
            return text;
        }

        var end = Point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        // "10:00:00.Z" has a point and no digits, which RFC 3339 does not allow; a text without an offset here fails to parse.
        return end == Point + 1 ? "" : end - Point - 1 <= Digits ? text : text[..(Point + 1 + Digits)] + text[end..];
    }
}
