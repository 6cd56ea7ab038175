using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Contracts;

/// <summary>Answers with a value as JSON. It is written into memory first, so that a failure cannot leave half an answer.</summary>
public sealed class JsonResult<T>(T value, JsonTypeInfo<T> type) : IResult
{
    public T Value { get; } = value;

    public int Status { get; init; } = StatusCodes.Status200OK;

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Without quotes; null for none.</summary>
    public string? ETag { get; init; }

    /// <summary>The path of what was made; null for none.</summary>
    public string? Location { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Value, type);
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
            response.Headers.Location = Location;
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }
}
