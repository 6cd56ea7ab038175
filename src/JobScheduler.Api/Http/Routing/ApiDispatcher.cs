using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// Handles one request: headers, gate, handler, problems. Both heads call this for every route, because one of them has no
/// middleware.
/// </summary>
public sealed class ApiDispatcher(AccessGate gate, GuessGuard guesses, MemoryGate memory, ProblemMapper problems)
{
    /// <summary>The result of a route; neither this nor the result throws for anything that a request can cause.</summary>
    /// <param name="route">The route that matches the request.</param>
    /// <param name="context">The request.</param>
    /// <param name="host">Whom the host's own authentication names; null: callers send a key of ours.</param>
    public async Task<IResult> InvokeAsync(ApiRoute route, HttpContext context, Func<HttpContext, Caller?>? host = null)
    {
        SecureHeaders.Apply(context);
        using var trace = problems.Trace(context);
        MemoryLease? lease = null;
        try
        {
            var caller = Admit(route, context, host);
            lease = await memory.AdmitAsync(route.Memory, context.RequestAborted);
            context.Features.Set(lease);
            CheckQuery(route, context.Request);
            var answer = Preconditions.Judge(context.Request, await route.Handler(new ApiCall(context, caller)));
            return new GuardedResult(answer, problems, lease);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            lease?.Dispose();
            return new GuardedResult(TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest), problems);
        }
        catch (Exception failure)
        {
            lease?.Dispose();
            return new GuardedResult(problems.Map(failure), problems);
        }
    }

    private Admitted Admit(ApiRoute route, HttpContext context, Func<HttpContext, Caller?>? host)
    {
        var runId = context.Request.RouteValues["runId"] as string;
        try
        {
            return host is null
                ? gate.Admit(route.Policy, context.Request.Headers, runId)
                : gate.Admit(route.Policy, context, runId, host);
        }
        catch (ProblemException refusal) when (refusal.IsGuess)
        {
            throw guesses.Judge(context, refusal);
        }
    }

    private static void CheckQuery(ApiRoute route, HttpRequest request)
    {
        // A misspelled filter would silently list, or cancel, everything. Files may carry what a browser or cache adds.
        if (route.Description is null)
        {
            return;
        }

        var errors = new ErrorList();
        string[] known = [.. route.Query.Append(PrettyQuery.Parameter).Select(parameter => parameter.Name)];
        foreach (var name in request.Query.Keys)
        {
            if (errors.IsFull)
            {
                break;
            }

            if (!known.Contains(name))
            {
                errors.AddShape(MemberName.Shown(name), $"is not known here; known are {string.Join(", ", known)}");
            }
        }

        PrettyQuery.Check(request.Query, errors);
        MalformedException.ThrowIfMalformed(errors);
    }
}
