using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace JobScheduler.Functions.Http;

/// <summary>
/// Lets an HTTP request through only to <see cref="ApiFunctions"/>: they ask the dispatcher, and it asks the policy of the route. The
/// platform enforces none here, neither attributes nor middleware of ASP.NET Core. Exceptions of HTTP functions become problems.
/// </summary>
internal sealed class DenyByDefault(ProblemMapper problems) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        http.TraceIdentifier = context.InvocationId;
        using var trace = problems.Trace(http);
        if (!ApiFunctions.Names.Contains(context.FunctionDefinition.Name))
        {
            await AnswerAsync(
                http, new ProblemException(ProblemKind.NotFound, "nothing exists at this path; see /reference"));
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, failure);
        }
    }

    private Task AnswerAsync(HttpContext http, Exception failure)
    {
        http.Response.Clear();
        SecureHeaders.Apply(http);
        return problems.Map(failure).ExecuteAsync(http);
    }
}
