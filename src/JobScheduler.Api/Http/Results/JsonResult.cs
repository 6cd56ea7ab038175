using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// Responds with a value as JSON, indented if the request says so (<see cref="PrettyQuery"/>). It is written to memory first, so that a
/// failure cannot leave half a response.
/// </summary>
public sealed class JsonResult<T>(T value, JsonTypeInfo<T> type) : ITaggedResult
{
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
        var bytes = Write(PrettyQuery.IsOn(httpContext.Request.Query));
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        if (ETag is not null)
        {
            response.Headers.ETag = $"\"{ETag}\"";
        }

        if (Location is not null)
        {
            response.Headers.Location = ApiBase.Of(httpContext) + Location;
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }

    // Indented afterwards: a writer that indents leaves raw values, which inputs and results are, in their own layout.
    private ReadOnlyMemory<byte> Write(bool indented)
    {
        var compact = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(compact, Readable))
        {
            JsonSerializer.Serialize(writer, Value, type);
        }

        if (!indented)
        {
            return compact.WrittenMemory;
        }

        var body = new ArrayBufferWriter<byte>(2 * compact.WrittenCount);
        JsonIndenter.Write(compact.WrittenSpan, body);
        return body.WrittenMemory;
    }
}

/// <summary>
/// Content produced by a target, with the type it gave. It is data: a browser may neither execute it nor guess another type.
/// </summary>
public sealed class ContentResult(string contentType, ReadOnlyMemory<byte> content) : IResult
{
    private const string Unknown = "application/octet-stream";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = IsHeaderText(contentType) ? contentType : Unknown;
        response.ContentLength = content.Length;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.ContentDisposition = "attachment; filename=\"result\"";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
        }
    }

    private static bool IsHeaderText(string text) => text.Length is > 0 and <= 200 && text.All(c => c is >= ' ' and <= '~');
}
