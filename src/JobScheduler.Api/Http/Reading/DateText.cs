using System.Globalization;

namespace JobScheduler.Api.Http;

/// <summary>Days in requests: a full date of RFC 3339, with two digits each for month and day.</summary>
public static class DateText
{
    public const string Rule = "must be a date such as 2026-12-25";

    public static bool TryParse(string? text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
}
