using System.Net;
using System.Text;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobScheduler.Api.Reference;

/// <summary>
/// Responds with a file embedded in this assembly. Nothing is loaded from elsewhere, at build time or later. In pages, <c>{base}</c> stands
/// for the path below which the API is mapped.
/// </summary>
public sealed class EmbeddedFile(string name, string contentType) : IResult
{
    private const string Base = "{base}";

    /// <summary>The content of a file of this assembly.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the file {name} is not embedded");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var content = Read(name);
        if (contentType.StartsWith("text/html", StringComparison.Ordinal))
        {
            var page = Encoding.UTF8.GetString(content);
            content = Encoding.UTF8.GetBytes(
                page.Replace(Base, WebUtility.HtmlEncode(ApiBase.Of(httpContext)), StringComparison.Ordinal));
        }

        var response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = content.Length;
        response.Headers[HeaderNames.CacheControl] = "no-cache";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
        }
    }
}
