using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// Responds with a value as JSON, indented if the request says so (<see cref="PrettyQuery"/>). It is written to memory first, so that a
/// failure cannot leave half a response; only its layout is not, which cannot fail.
/// </summary>
public sealed class JsonResult<T>(T value, JsonTypeInfo<T> type) : ITaggedResult
{
    /// <summary>Sent at a time.</summary>
    private const int PieceBytes = 32 * 1024;

    /// <summary>For each byte of the answer, while a slow client takes it: its buffer, and the texts that it was made of.</summary>
    private const int Kept = 4;

    /// <summary>Does not escape what only matters in HTML: responses declare themselves JSON and forbid sniffing.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public T Value { get; } = value;

    public int Status { get; init; } = StatusCodes.Status200OK;

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Without quotes; null for none.</summary>
    public string? ETag { get; init; }

    /// <summary>The path of what was created; null for none.</summary>
    public string? Location { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var compact = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(compact, Readable))
        {
            JsonSerializer.Serialize(writer, Value, type);
        }

        httpContext.Features.Get<MemoryLease>()?.KeepOnly(RouteMemory.Little.Bytes + ((long)Kept * compact.Length));
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (ETag is not null)
        {
            response.Headers.ETag = $"\"{ETag}\"";
        }

        if (Location is not null)
        {
            response.Headers.Location = ApiBase.Of(httpContext) + Location;
        }

        // Indented afterwards: a writer that indents leaves raw values, which inputs and results are, in their own layout.
        var isIndented = PrettyQuery.IsOn(httpContext.Request.Query);
        response.ContentLength = isIndented ? LengthOfLayout(compact.Written) : compact.Length;
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        await (isIndented
            ? WriteLayoutAsync(compact.Written, response, httpContext.RequestAborted)
            : WriteAsync(compact.Written, response, httpContext.RequestAborted));
    }

    // Not at once: the server would copy all of it, and keep that until a slow client has taken it.
    private static async Task WriteAsync(ReadOnlyMemory<byte> json, HttpResponse response, CancellationToken cancellation)
    {
        for (var rest = json; !rest.IsEmpty; rest = rest[Math.Min(PieceBytes, rest.Length)..])
        {
            await response.Body.WriteAsync(rest[..Math.Min(PieceBytes, rest.Length)], cancellation);
        }
    }

    private static long LengthOfLayout(ReadOnlyMemory<byte> json)
    {
        using var piece = new PooledBuffer();
        var layout = new JsonIndenter(json);
        var length = 0L;
        while (layout.WriteTokens(piece, PieceBytes))
        {
            length += piece.Length;
            piece.Clear();
        }

        return length;
    }

    private static async Task WriteLayoutAsync(ReadOnlyMemory<byte> json, HttpResponse response, CancellationToken cancellation)
    {
        using var piece = new PooledBuffer();
        var layout = new JsonIndenter(json);
        while (layout.WriteTokens(piece, PieceBytes))
        {
            await response.Body.WriteAsync(piece.Written, cancellation);
            piece.Clear();
        }
    }
}
