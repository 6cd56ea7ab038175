using JobScheduler.Api;
using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.TestKit;

/// <summary>
/// The API on a free loopback port, over a storage of the test's choice, with clock and pumps running, as a head composes it. This file is
/// compiled into the test projects that use it: the test kit itself knows no web framework.
/// </summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];
    private readonly WebApplication _app;

    private ApiHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="key">The administrator's key.</param>
    /// <param name="storage">Makes the storage, on the clock of the host.</param>
    /// <param name="map">Adds routes to those of the API.</param>
    /// <param name="log">Gets the log; null: nobody does.</param>
    public static async Task<ApiHost> StartAsync(
        string key, Func<TimeProvider, IStorage> storage, Action<WebApplication>? map = null, ILoggerProvider? log = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
#pragma warning disable RS0030 // A host chooses the clock, and these tests go over the wire in real time.
        var time = TimeProvider.System;
#pragma warning restore RS0030
        builder.Services.AddSingleton(time).AddSingleton(storage(time)).AddJobSchedulerCore().AddJobSchedulerApi();
        builder.Services.Configure<AccessOptions>(options => options.AdministratorKey = key);
        builder.Services.Configure<TargetOptions>(options => options.AllowedPrivateRanges.Add("127.0.0.0/8"));
        builder.Services.Configure<ExecutionOptions>(options => options.GracePeriod = TimeSpan.Zero);
        var app = builder.Build();
        app.MapJobSchedulerApi(api => api.OwnsHost = true);
        map?.Invoke(app);
        var host = new ApiHost(app);
        await app.Services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        await app.StartAsync();
        host._loops.Add(app.Services.GetRequiredService<FleetClock>().RunAsync(host._stopping.Token));
        host._loops.Add(app.Services.GetRequiredService<QueuePumps>().RunAsync(host._stopping.Token));
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }
}
