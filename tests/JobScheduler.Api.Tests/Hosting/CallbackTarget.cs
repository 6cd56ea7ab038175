using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>A target that takes work and completes it later: it only remembers what it was told.</summary>
public sealed class CallbackTarget : IAsyncDisposable
{
    private readonly TaskCompletionSource<(string Token, string Fence)> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private CallbackTarget(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/work";

    /// <summary>Token and fence of the first attempt.</summary>
    public Task<(string Token, string Fence)> ToldAsync() => _told.Task.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Has a target that holds its answers give them.</summary>
    public void Answer() => _answered.TrySetResult();

    /// <summary>Starts it.</summary>
    /// <param name="holds">It answers only when it is told to.</param>
    public static async Task<CallbackTarget> StartAsync(bool holds = false)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var target = new CallbackTarget(builder.Build());
        if (!holds)
        {
            target.Answer();
        }

        target._app.MapPost("/work", async (HttpContext context) =>
        {
            target._told.TrySetResult(
                (context.Request.Headers["JobScheduler-Token"].ToString(), context.Request.Headers["JobScheduler-Fence"].ToString()));
            await target._answered.Task.WaitAsync(context.RequestAborted);
            return Results.Accepted();
        });
        await target._app.StartAsync(TestContext.Current.CancellationToken);
        return target;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
