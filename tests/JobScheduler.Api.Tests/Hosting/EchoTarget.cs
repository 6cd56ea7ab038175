using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>A target that fails and repeats what it was sent, as error pages for developers do; /ok only says that all is well.</summary>
public sealed class EchoTarget : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoTarget(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<EchoTarget> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var target = new EchoTarget(builder.Build());
        target._app.MapPost("/ok", () => Results.Text("fine"));
        target._app.MapFallback((HttpContext context) => Results.Text(
            $"{context.Request.QueryString} {string.Join(' ', context.Request.Headers.Select(header => $"{header.Key}={header.Value}"))}",
            "text/plain",
            statusCode: StatusCodes.Status500InternalServerError));
        await target._app.StartAsync(TestContext.Current.CancellationToken);
        return target;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
