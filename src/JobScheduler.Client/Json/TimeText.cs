using System.Globalization;

namespace JobScheduler.Client.Json;

/// <summary>Points in time as the API writes them: RFC 3339 in UTC with milliseconds.</summary>
internal static class TimeText
{
    public static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
