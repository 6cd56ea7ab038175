using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Answers with a problem.</summary>
public sealed class ProblemResult(Problem problem) : IResult
{
    public Problem Problem { get; } = problem;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        var traced = Problem with { TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier };
        await new JsonResult<Problem>(traced, WireJson.Default.Problem) { Status = Problem.Status, ContentType = Problem.ContentType }
            .ExecuteAsync(httpContext);
    }
}
