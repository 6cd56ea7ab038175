using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>A target that takes work and completes it later: it only remembers what it was told.</summary>
public sealed class CallbackTarget : IAsyncDisposable
{
    private readonly TaskCompletionSource<(string Token, string Fence)> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private CallbackTarget(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/work";

    /// <summary>Token and fence of the first attempt.</summary>
    public Task<(string Token, string Fence)> ToldAsync() => _told.Task.WaitAsync(TestContext.Current.CancellationToken);

    public static async Task<CallbackTarget> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var target = new CallbackTarget(builder.Build());
        target._app.MapPost("/work", (HttpContext context) =>
        {
            target._told.TrySetResult(
                (context.Request.Headers["JobScheduler-Token"].ToString(), context.Request.Headers["JobScheduler-Fence"].ToString()));
            return Results.Accepted();
        });
        await target._app.StartAsync(TestContext.Current.CancellationToken);
        return target;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
