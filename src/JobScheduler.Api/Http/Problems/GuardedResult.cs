using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// An answer whose failure is answered too, as a problem, as long as nothing of it has been sent: content that cannot be read, or no memory
/// to write it in.
/// </summary>
/// <param name="answer">The answer.</param>
/// <param name="problems">Makes problems of failures.</param>
/// <param name="memory">What the request has of the process's memory, until the answer is sent.</param>
public sealed class GuardedResult(IResult answer, ProblemMapper problems, IDisposable? memory = null) : IResult
{
    public IResult Answer { get; } = answer;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var trace = problems.Trace(httpContext);
        try
        {
            await Answer.ExecuteAsync(httpContext);
        }
        catch (Exception failure) when (!httpContext.Response.HasStarted && !httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.Clear();
            SecureHeaders.Apply(httpContext);
            await problems.Map(failure).ExecuteAsync(httpContext);
        }
        finally
        {
            memory?.Dispose();
        }
    }
}
