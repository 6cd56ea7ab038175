using System.Globalization;
using System.Threading.Channels;
using JobScheduler.Api;
using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Targets.Http;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Client.Tests.Wire;

/// <summary>A server on a free loopback port, over storage in memory, with clock and pumps running, as a head composes it.</summary>
public sealed class WireHost : IAsyncLifetime
{
    public const string Key = "administrator-key-of-the-wire-tests";

    private const string Target = "/target/taken";

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];
    private WebApplication? _app;

    /// <summary>With the administrator's key.</summary>
    public JobSchedulerClient Client { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>A target of HTTP that says "taken" and puts what it was told into <see cref="Calls"/>.</summary>
    public string TargetUrl => new Uri(Address, Target).AbsoluteUri;

    internal Channel<CallbackCall> Calls { get; } = Channel.CreateUnbounded<CallbackCall>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
#pragma warning disable RS0030 // A host chooses the clock, and these tests go over the wire in real time.
        var time = TimeProvider.System;
#pragma warning restore RS0030
        builder.Services.AddSingleton(time).AddSingleton<IStorage>(new MemoryStorage(time)).AddJobScheduler().AddJobSchedulerApi();
        builder.Services.Configure<AccessOptions>(options => options.AdministratorKey = Key);
        builder.Services.Configure<ExecutionOptions>(options => options.GracePeriod = TimeSpan.Zero);
        builder.Services.Configure<TargetOptions>(options => options.AllowedPrivateRanges.Add("127.0.0.0/8"));
        _app = builder.Build();
        _app.MapJobSchedulerApi();
        _app.MapPost(Target, Take);
        await _app.Services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        await _app.StartAsync();
        _loops.Add(_app.Services.GetRequiredService<FleetClock>().RunAsync(_stopping.Token));
        _loops.Add(_app.Services.GetRequiredService<QueuePumps>().RunAsync(_stopping.Token));
        Address = new Uri(_app.Urls.Single());
        Client = new JobSchedulerClient(Address, Key);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops);
        _stopping.Dispose();
        Client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private Accepted Take(HttpContext context)
    {
        string Header(string name) => context.Request.Headers[name].ToString();
        var fence = long.Parse(Header("JobScheduler-Fence"), CultureInfo.InvariantCulture);
        Calls.Writer.TryWrite(new CallbackCall(Header("JobScheduler-Run"), fence, Header("JobScheduler-Token")));
        return TypedResults.Accepted((string?)null);
    }
}
