using JobScheduler.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Tests.Apps;

/// <summary>An application of somebody's own that embeds the scheduler, on a free port of this machine.</summary>
internal sealed class App : IAsyncDisposable
{
    public const string Key = "k-UZeR-1C4HtsL-X-Rk3gKqhdak6vORqsl";

    private readonly WebApplication _app;

    private App(WebApplication app) => _app = app;

    /// <summary>The client that the application itself uses.</summary>
    public JobSchedulerClient Jobs => _app.Services.GetRequiredService<JobSchedulerClient>();

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public static Task<App> StartAsync(
        string folder, Action<IServiceCollection>? add = null, params (string Key, string Value)[] settings) =>
        StartAsync(folder, add, null, settings);

    /// <param name="folder">Where the data is.</param>
    /// <param name="add">What the application adds.</param>
    /// <param name="map">Maps its routes; null: the API with a key of its own.</param>
    /// <param name="settings">Of the application, besides those of these tests.</param>
    public static async Task<App> StartAsync(
        string folder, Action<IServiceCollection>? add, Action<WebApplication>? map, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            settings.Append((Key: "JobScheduler:Access:AdministratorKey", Value: map is null ? Key : ""))
                .Where(setting => setting.Value.Length > 0)
                .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddJobScheduler().AddSqliteStorage(folder);
        add?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            (map ?? (mapped => mapped.MapJobSchedulerApi())).Invoke(app);
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new App(app);
    }

    /// <summary>Stops as a signal would: first the lifetime says so, then the parts are stopped.</summary>
    public async Task StopAsync()
    {
        var ended = _app.WaitForShutdownAsync(CancellationToken.None);
        _app.Lifetime.StopApplication();
        await ended;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Runs a handler without a job, to the end.</summary>
    public async Task<Run> RunAsync(string handler, RawJson? input = null, RetryPolicy? retry = null)
    {
        var run = await SubmitAsync(handler, input, retry);
        return await Jobs.Runs.WaitForEndAsync(run.Id, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
    }

    public Task<Run> SubmitAsync(string handler, RawJson? input = null, RetryPolicy? retry = null) => Jobs.Runs.SubmitAsync(
        new RunRequest { Target = new HandlerTarget { Name = handler }, Input = input, Retry = retry },
        TestContext.Current.CancellationToken);
}

/// <summary>A folder for the data of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("jobscheduler-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
