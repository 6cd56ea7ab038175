using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace JobScheduler.Api.Http;

/// <summary>Answers what no route matches: 405 with the methods that the path takes, else 404. Only to those who have a key.</summary>
internal static class FallbackRoute
{
    /// <summary>Any method on any path.</summary>
    public const string AnyMethod = "*";

    private static readonly Lazy<IReadOnlyList<(TemplateMatcher Matcher, string Method)>> Matchers = new(() =>
        [.. ApiRoutes.All.Select(route => (new TemplateMatcher(TemplateParser.Parse(route.Pattern.TrimStart('/')), []), route.Method))]);

    public static ApiRoute Create() => new()
    {
        Name = "fallback",
        Method = AnyMethod,
        Pattern = "/{**path}",
        Policy = AccessPolicy.Authenticated,
        Handler = AnswerAsync,
    };

    /// <summary>The methods that a path takes; empty when there is no such path.</summary>
    public static IReadOnlyList<string> MethodsOf(PathString path) =>
        [.. Matchers.Value.Where(route => route.Matcher.TryMatch(path, [])).Select(route => route.Method).Distinct(StringComparer.Ordinal)];

    private static Task<IResult> AnswerAsync(ApiCall call)
    {
        var methods = MethodsOf(call.Request.Path);
        if (methods.Count == 0)
        {
            throw new ProblemException(ProblemKind.NotFound, "there is nothing at this path; /reference shows what there is");
        }

        var allow = string.Join(", ", methods.SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method }));
        throw new ProblemException(ProblemKind.MethodNotAllowed, $"this path takes {allow}") { Headers = new Dictionary<string, string> { ["Allow"] = allow } };
    }
}
