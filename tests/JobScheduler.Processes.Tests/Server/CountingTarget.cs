using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Processes.Tests.Server;

/// <summary>What HTTP targets call: counts by run and attempt, and holds requests back while it is closed.</summary>
internal sealed class CountingTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(string Key, int Attempt), int> _calls = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _marks = new();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    private CountingTarget(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/work";

    /// <summary>Requests by idempotency key and attempt.</summary>
    public IReadOnlyDictionary<(string Key, int Attempt), int> Calls => _calls;

    /// <summary>Starts a target that answers at once, or one that holds every request until it is opened.</summary>
    public static async Task<CountingTarget> StartAsync(bool open = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var target = new CountingTarget(builder.Build());
        target._app.MapPost("/work", target.WorkAsync);
        if (open)
        {
            target.Open();
        }

        await target._app.StartAsync(TestContext.Current.CancellationToken);
        return target;
    }

    public void Open() => _open.TrySetResult();

    /// <summary>Completes with the n-th request.</summary>
    public Task ArrivedAsync(int count)
    {
        var mark = _marks.GetOrAdd(count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _count) >= count)
        {
            mark.TrySetResult();
        }

        return mark.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        await _app.DisposeAsync();
    }

    private async Task WorkAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var call = (headers["Idempotency-Key"].Single()!, int.Parse(headers["JobScheduler-Attempt"].Single()!));
        _calls.AddOrUpdate(call, 1, (_, count) => count + 1);
        var count = Interlocked.Increment(ref _count);
        foreach (var (at, mark) in _marks)
        {
            if (count >= at)
            {
                mark.TrySetResult();
            }
        }

        await _open.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("done", context.RequestAborted);
    }
}
