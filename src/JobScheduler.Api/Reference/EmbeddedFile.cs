using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Reference;

/// <summary>
/// Responds with a file embedded in this assembly. Nothing is loaded from elsewhere, at build time or later. In pages, <c>{base}</c> stands
/// for the path below which the API is mapped.
/// </summary>
public sealed class EmbeddedFile : ITaggedResult
{
    private const string Base = "{base}";

    /// <summary>
    /// Pages that are kept. They differ by their base, and a host may let its clients choose that: more are made each time they are asked
    /// for.
    /// </summary>
    private const int MostPages = 64;

    private static readonly ConcurrentDictionary<string, EmbeddedFile> Known = new();
    private static readonly ConcurrentDictionary<(string Name, string Base), EmbeddedFile> Pages = new();

    private readonly string _contentType;
    private readonly byte[] _content;

    private EmbeddedFile(byte[] content, string contentType)
    {
        _content = content;
        _contentType = contentType;
        ETag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
    }

    public string? ETag { get; }

    public string CacheControl => "no-cache";

    /// <summary>A file of this assembly, for the pages of an application.</summary>
    /// <param name="name">Of the file.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="context">The request, which tells below which path the API is mapped.</param>
    public static EmbeddedFile Of(string name, string contentType, HttpContext context)
    {
        if (!contentType.StartsWith("text/html", StringComparison.Ordinal))
        {
            return Known.GetOrAdd(name, static (key, type) => new EmbeddedFile(Read(key), type), contentType);
        }

        return OfPage(name, context, path => Place(Read(name), path));
    }

    /// <summary>A page that is made once for each base.</summary>
    /// <param name="name">Of the page.</param>
    /// <param name="context">The request, which tells below which path the API is mapped.</param>
    /// <param name="make">Makes its HTML, given that path, which is to be encoded.</param>
    internal static EmbeddedFile OfPage(string name, HttpContext context, Func<string, string> make)
    {
        var path = ApiBase.Of(context);
        if (Pages.TryGetValue((name, path), out var page))
        {
            return page;
        }

        page = new EmbeddedFile(Encoding.UTF8.GetBytes(make(path)), "text/html; charset=utf-8");
        return Pages.Count < MostPages ? Pages.GetOrAdd((name, path), page) : page;
    }

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
        var response = httpContext.Response;
        response.ContentType = _contentType;
        response.ContentLength = _content.Length;
        response.Headers.ETag = $"\"{ETag}\"";
        response.Headers.CacheControl = CacheControl;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(_content, httpContext.RequestAborted);
        }
    }

    private static string Place(byte[] page, string path) =>
        Encoding.UTF8.GetString(page).Replace(Base, WebUtility.HtmlEncode(path), StringComparison.Ordinal);
}
