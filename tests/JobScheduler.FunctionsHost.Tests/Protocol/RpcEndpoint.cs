using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace JobScheduler.FunctionsHost.Tests.Protocol;

/// <summary>Where workers connect: the one method of the service FunctionRpc, on a free port of the loopback address.</summary>
internal sealed class RpcEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<RpcStream> _streams = Channel.CreateUnbounded<RpcStream>();
    private readonly CancellationTokenSource _closing = new();

    private RpcEndpoint(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<RpcEndpoint> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // A stream lasts as long as its worker, and may be silent for long.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var endpoint = new RpcEndpoint(builder.Build());
        endpoint._app.MapPost("/AzureFunctionsRpcMessages.FunctionRpc/EventStream", endpoint.StreamAsync);
        await endpoint._app.StartAsync(cancellation);
        return endpoint;
    }

    /// <summary>The stream of the next worker that connects.</summary>
    public ValueTask<RpcStream> NextAsync(CancellationToken cancellation) => _streams.Reader.ReadAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task StreamAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        context.Response.ContentType = "application/grpc";
        await context.Response.StartAsync(either.Token);
        await context.Response.Body.FlushAsync(either.Token);
        using var stream = new RpcStream(context.Request.Body, context.Response.Body);
        _streams.Writer.TryWrite(stream);
        await stream.ReadAsync(either.Token);
        context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers.Append("grpc-status", "0");
    }
}
