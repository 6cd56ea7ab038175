using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Releases requests that only wait (for the end of a run, for log lines) when the process stops; they would delay it.</summary>
internal static class StopOfWaiting
{
    private const int RetryAfterSeconds = 2;

    private const string Wait = "wait";
    private const string Follow = "follow";

    /// <summary>Answers a request; one that waits is aborted at the stop, and answered 503 if it has no answer yet.</summary>
    public static async Task RunAsync(HttpContext context, Func<Task> answer, CancellationToken stopping)
    {
        if (!context.Request.Query.ContainsKey(Wait) && !context.Request.Query.ContainsKey(Follow))
        {
            await answer();
            return;
        }

        var client = context.RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(client, stopping);
        context.RequestAborted = either.Token;
        try
        {
            await answer();
        }
        finally
        {
            context.RequestAborted = client;
        }

        if (stopping.IsCancellationRequested && !client.IsCancellationRequested && !context.Response.HasStarted
            && context.Response.StatusCode == StatusCodes.Status499ClientClosedRequest)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
