using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Answers what no route matches: 405 with the methods that the path takes, else 404. Only to those who have a key.</summary>
internal static class FallbackRoute
{
    /// <summary>Any method on any path.</summary>
    public const string AnyMethod = "*";

    public static ApiRoute Create() => new()
    {
        Name = "fallback",
        Method = AnyMethod,
        Pattern = "/{**path}",
        Policy = AccessPolicy.Authenticated,
        Handler = AnswerAsync,
    };

    private static Task<IResult> AnswerAsync(ApiCall call)
    {
        var methods = ApiRoutes.Table.MethodsOf(call.Request.Path);
        if (methods.Count == 0)
        {
            throw new ProblemException(ProblemKind.NotFound, "there is nothing at this path; /reference lists all routes");
        }

        var allow = string.Join(", ", methods.SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method }));
        throw new ProblemException(ProblemKind.MethodNotAllowed, $"this path supports {allow}") { Headers = new Dictionary<string, string> { ["Allow"] = allow } };
    }
}
