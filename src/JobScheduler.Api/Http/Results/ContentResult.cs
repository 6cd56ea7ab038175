using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// A content that a target made, with the type it gave. It is data: a browser that opens it may neither run it nor guess another type.
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
