using System.Buffers;
using Azure;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// ETags of rows. The service gives out <c>W/"datetime'2026-11-24T13%3A08%3A11.0733895Z'"</c>; what is between the apostrophes is all that
/// differs, and unlike the whole it can stand between the quotes of an HTTP header.
/// </summary>
internal static class RowETag
{
    private const string Before = "W/\"datetime'";
    private const string After = "'\"";

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789-:.%TZA");

    // The service refuses an ETag that it cannot have given out as malformed, where the port says that the row has another one.
    // This one is well-formed, and older than the service: no row has it.
    private static readonly ETag Nobodys = new(Before + "1970-01-01T00%3A00%3A00.0000000Z" + After);

    public static string Write(ETag etag)
    {
        var text = etag.ToString("H");
        return text.StartsWith(Before, StringComparison.Ordinal) && text.EndsWith(After, StringComparison.Ordinal) ? text[Before.Length..^After.Length] : text;
    }

    public static ETag Read(string text) =>
        text.Length is > 20 and < 50 && char.IsAsciiDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(Characters) ? new ETag(Before + text + After) : Nobodys;
}
