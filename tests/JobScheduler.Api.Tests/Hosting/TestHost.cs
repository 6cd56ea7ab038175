using System.Text;
using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Targets.Http;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>The API on a free loopback port, over storage in memory, with clock and pumps running, as a head composes it.</summary>
public sealed class TestHost : IAsyncLifetime
{
    public const string Key = "test-administrator-key-0123456789";

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];
    private WebApplication? _app;

    /// <summary>Sends the administrator's key.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Sends no credentials.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>The storage, which can be told to fail.</summary>
    public FailingStorage Storage { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
#pragma warning disable RS0030 // A host chooses the clock, and these tests go over the wire in real time.
        var time = TimeProvider.System;
#pragma warning restore RS0030
        Storage = new FailingStorage(new MemoryStorage(time));
        builder.Services.AddSingleton(time).AddSingleton<IStorage>(Storage).AddJobScheduler().AddJobSchedulerApi();
        builder.Services.Configure<AccessOptions>(options => options.AdministratorKey = Key);
        builder.Services.Configure<TargetOptions>(options => options.AllowedPrivateRanges.Add("127.0.0.0/8"));
        builder.Services.Configure<ExecutionOptions>(options => options.GracePeriod = TimeSpan.Zero);
        _app = builder.Build();
        _app.MapJobSchedulerApi();
        await Services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        await _app.StartAsync();
        _loops.Add(Services.GetRequiredService<FleetClock>().RunAsync(_stopping.Token));
        _loops.Add(Services.GetRequiredService<QueuePumps>().RunAsync(_stopping.Token));
        var address = new Uri(_app.Urls.Single());
        Anonymous = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        Client = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "X-Api-Key", Key } } };
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops);
        Client.Dispose();
        Anonymous.Dispose();
        await _app!.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Sends JSON with the administrator's key.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    /// <summary>Reads until the condition holds; each read is a request, and the test's own limit ends it.</summary>
    public async Task<Answer> UntilAsync(string path, Func<Answer, bool> condition)
    {
        var time = Services.GetRequiredService<TimeProvider>();
        while (true)
        {
            var answer = await SendAsync("GET", path);
            if (condition(answer))
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, TestContext.Current.CancellationToken);
        }
    }
}
