using System.Text;
using System.Text.Json;

namespace JobScheduler.Targets.Http;

/// <summary>
/// What is sent: the definition's body, or else the run's input. A content type that the definition gives goes before this one.
/// </summary>
internal sealed record RequestBody(ReadOnlyMemory<byte> Bytes, string ContentType)
{
    /// <summary>A JSON string is sent as its text, everything else as JSON; null when there is nothing to send.</summary>
    public static RequestBody? Of(RawJson? body, RawJson? input) => body switch
    {
        not null when IsString(body) => new RequestBody(Encoding.UTF8.GetBytes(TextOf(body)), "text/plain; charset=utf-8"),
        not null => Json(body),
        null when input is not null => Json(input),
        null => null,
    };

    /// <summary>Null when the body can be sent, else what is wrong.</summary>
    public static string? Check(RawJson? body)
    {
        try
        {
            _ = body is not null && IsString(body) ? TextOf(body) : null;
            return null;
        }
        catch (InvalidOperationException)
        {
            return "contains an unpaired surrogate, which no encoding can send";
        }
    }

    private static RequestBody Json(RawJson value) => new(Encoding.UTF8.GetBytes(value.Text), "application/json");

    private static bool IsString(RawJson value) => value.Text.AsSpan().TrimStart(" \t\r\n").StartsWith('"');

    private static string TextOf(RawJson value)
    {
        using var document = JsonDocument.Parse(value.Text);
        return document.RootElement.GetString()!;
    }
}
