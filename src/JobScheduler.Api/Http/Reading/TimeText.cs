using System.Globalization;

namespace JobScheduler.Api.Http;

/// <summary>Points in time in requests: RFC 3339, which unlike ISO 8601 always names the offset.</summary>
public static class TimeText
{
    public const string Rule = "must be a time such as 2026-12-01T07:30:00+01:00 (RFC 3339, with an offset or Z)";

    private const int Longest = 40;

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>Accepts any offset; returns UTC truncated to milliseconds.</summary>
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
            Forms,
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

        // "10:00:00.Z" has a point but no digits, which RFC 3339 forbids; the empty text then fails to parse.
        return end == Point + 1 ? "" : end - Point - 1 <= Digits ? text : text[..(Point + 1 + Digits)] + text[end..];
    }
}

/// <summary>Days in requests: a full date of RFC 3339, with two digits each for month and day.</summary>
public static class DateText
{
    public const string Rule = "must be a date such as 2026-12-25";

    public static bool TryParse(string? text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
}
