using System.Globalization;
using System.Net.Http.Headers;

namespace JobScheduler;

/// <summary>The header <c>Retry-After</c>: seconds or a date (RFC 9110, 10.2.3 and 5.6.7).</summary>
public static class RetryAfterText
{
    /// <summary>More digits are more than the longest duration.</summary>
    private const int MostDigits = 12;

    private const int YearsAhead = 50;

    /// <summary>The delay that an answer asks for.</summary>
    /// <param name="values">The values of all its headers of this name. Of several the longest counts, so that none is undercut.</param>
    /// <param name="now">What a date is compared with; one in the past asks for no delay.</param>
    /// <returns>
    /// 0 to <see cref="Duration.Longest"/>, however many seconds or years are asked for. Null: there is no value that can be read; a number
    /// that is negative or has a fraction cannot.
    /// </returns>
    public static TimeSpan? Longest(IEnumerable<string> values, DateTimeOffset now) =>
        values.SelectMany(Parts).Select(value => Parse(value.Trim(' ', '\t'), now)).Max();

    // Proxies join headers of one name with commas; a date has one of its own.
    private static string[] Parts(string value) =>
        value.All(letter => char.IsAsciiDigit(letter) || letter is ',' or ' ' or '\t') ? value.Split(',') : [value];

    private static TimeSpan? Parse(string value, DateTimeOffset now)
    {
        if (value.Length > 0 && value.All(char.IsAsciiDigit))
        {
            var digits = value.TrimStart('0');
            return digits.Length == 0 ? TimeSpan.Zero
                : digits.Length > MostDigits ? Duration.Longest
                : Bounded(long.Parse(digits, CultureInfo.InvariantCulture));
        }

        var date = OfCentury(value, now) ?? (RetryConditionHeaderValue.TryParse(value, out var read) ? read.Date : null);
        return date is { } until ? Bounded((until - now).TotalSeconds) : null;
    }

    private static TimeSpan Bounded(double seconds) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Duration.Longest.TotalSeconds));

    /// <summary>A date as in RFC 850, <c>Sunday, 06-Nov-94 08:49:37 GMT</c>: never over 50 years ahead. Null: it is none.</summary>
    private static DateTimeOffset? OfCentury(string value, DateTimeOffset now)
    {
        var comma = value.IndexOf(", ", StringComparison.Ordinal);
        const string Form = "dd-MMM-yy HH:mm:ss 'GMT'";
        if (comma < 0 || !DateTimeOffset.TryParseExact(
            value[(comma + 2)..], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return null;
        }

        var latest = now.Year + YearsAhead;
        var year = latest - ((latest - date.Year) % 100 + 100) % 100;
        return date.AddYears(year - date.Year);
    }
}
