using System.Globalization;

namespace JobScheduler.Standalone.Listening;

/// <summary>Releases requests that only wait (for the end of a run, for log lines) when the process stops; they would delay it.</summary>
internal static class StopOfWaiting
{
    private const int RetryAfterSeconds = 2;

    public static WebApplication UseStopOfWaiting(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use(async (context, next) =>
        {
            if (!HttpMethods.IsGet(context.Request.Method))
            {
                await next(context);
                return;
            }

            var client = context.RequestAborted;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(client, stopping);
            context.RequestAborted = either.Token;
            await next(context);
            context.RequestAborted = client;
            if (stopping.IsCancellationRequested && !client.IsCancellationRequested && !context.Response.HasStarted
                && context.Response.StatusCode == StatusCodes.Status499ClientClosedRequest)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            }
        });
        return app;
    }
}
