using JobScheduler.Shards.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace JobScheduler.Api.Http;

/// <summary>
/// The preconditions of a request (RFC 9110, 13): <c>If-Match</c> is compared strongly and judged first, then <c>If-None-Match</c>, weakly.
/// </summary>
internal static class Preconditions
{
    private const string Rule = "must be * or ETags in double quotes, as they were returned, separated by commas";

    /// <summary>The condition of a write. If it cannot be understood, nothing may be written in spite of it.</summary>
    /// <exception cref="MalformedException">A header is neither * nor a list of tags.</exception>
    public static WriteCondition Read(HttpRequest request) => new(
        Tags(request.Headers.IfMatch, HeaderNames.IfMatch), Tags(request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch));

    /// <summary>Answers a GET or HEAD whose caller knows this state with 304. Other requests and results stay as they are.</summary>
    /// <exception cref="MalformedException">If-Match is neither * nor a list of tags.</exception>
    /// <exception cref="ProblemException">412: If-Match names another state.</exception>
    public static IResult Judge(HttpRequest request, IResult result)
    {
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!reads || result is not ITaggedResult { ETag: { } etag } tagged)
        {
            return result;
        }

        if (Tags(request.Headers.IfMatch, HeaderNames.IfMatch)?.FitStrongly(etag) == false)
        {
            throw new ProblemException(ProblemKind.Precondition, $"the ETag is now \"{etag}\"");
        }

        // Here, one that cannot be understood costs no more than sending again what the caller may have.
        return EntityTagList.TryParse(request.Headers.IfNoneMatch)?.FitWeakly(etag) == true ? new NotModifiedResult(tagged) : result;
    }

    private static EntityTags? Tags(StringValues header, string name) => header.Count == 0 ? null
        : EntityTagList.TryParse(header) ?? throw MalformedException.Of(name, Rule);
}

/// <summary>A result that tells the ETag of what it shows.</summary>
public interface ITaggedResult : IResult
{
    /// <summary>Without quotes; null for none.</summary>
    string? ETag { get; }

    /// <summary>What <c>Cache-Control</c> says of it; null: what it says of every response.</summary>
    string? CacheControl => null;
}

/// <summary>304: the caller has it. Carries the headers that RFC 9110, 15.4.5 wants from the response it stands for.</summary>
internal sealed class NotModifiedResult(ITaggedResult result) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.Headers.ETag = $"\"{result.ETag}\"";
        if (result.CacheControl is { } caching)
        {
            response.Headers.CacheControl = caching;
        }

        return Task.CompletedTask;
    }
}
