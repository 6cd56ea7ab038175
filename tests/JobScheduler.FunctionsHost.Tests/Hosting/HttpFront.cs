using System.Text.Json.Nodes;
using JobScheduler.FunctionsHost.Tests.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Logging;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>
/// The host's port for clients. A request belongs to the first function, in the order of their names, whose route matches. It goes to the
/// worker twice: as an invocation, and as the request itself with the invocation's id in a header.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    private static readonly string[] HopByHop = ["Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Upgrade"];

    private readonly WebApplication _app;
    private readonly WorkerSlot _worker;
    private readonly HttpClient _toWorker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private int _requests;

    private HttpFront(WebApplication app, WorkerSlot worker) => (_app, _worker) = (app, worker);

    public Uri Address => new(_app.Urls.Single());

    public static async Task<HttpFront> StartAsync(WorkerSlot worker, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var front = new HttpFront(builder.Build(), worker);
        front._app.Run(front.ForwardAsync);
        await front._app.StartAsync(cancellation);
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _toWorker.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var worker = await _worker.UpAsync(context.RequestAborted);
        var function = worker.Functions
            .Where(function => function.Kind == "httpTrigger" && Takes(function, context.Request))
            .MinBy(function => function.Name, StringComparer.OrdinalIgnoreCase);
        if (function is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var id = $"http-{worker.Id}-{Interlocked.Increment(ref _requests)}";
        var invocation = worker.InvokeAsync(
            function,
            id,
            new() { [function.Input] = new JsonObject { ["http"] = new JsonObject() } },
            null,
            context.RequestAborted);
        using var request = Copy(context.Request, worker.HttpAddress);
        request.Headers.TryAddWithoutValidation(InvocationHeader, id);
        using var response = await _toWorker.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !IsHopByHop(header.Key)))
        {
            context.Response.Headers.Append(name, values.ToArray());
        }

        // Piece by piece, as the worker writes them: events must not wait for the end.
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var piece = new byte[16 * 1024];
        while (await body.ReadAsync(piece, context.RequestAborted) is > 0 and var length)
        {
            await context.Response.Body.WriteAsync(piece.AsMemory(0, length), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        await invocation;
    }

    private static bool Takes(WorkerFunction function, HttpRequest request) =>
        new TemplateMatcher(TemplateParser.Parse((string)function.Trigger["route"]!), []).TryMatch(request.Path, [])
        && (function.Trigger["methods"]?.AsArray() is not { Count: > 0 } methods
            || methods.Any(method => string.Equals((string)method!, request.Method, StringComparison.OrdinalIgnoreCase)));

    private static HttpRequestMessage Copy(HttpRequest from, Uri worker)
    {
        var to = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(worker, $"{from.Path.ToUriComponent()}{from.QueryString}"));
        if (from.ContentLength is > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            to.Content = new StreamContent(from.Body);
        }

        foreach (var (name, values) in from.Headers.Where(header => !IsHopByHop(header.Key)))
        {
            if (!to.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return to;
    }

    private static bool IsHopByHop(string header) => HopByHop.Contains(header, StringComparer.OrdinalIgnoreCase);
}
