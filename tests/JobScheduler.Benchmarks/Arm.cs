using System.Diagnostics.CodeAnalysis;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Storage.Sqlite;
using JobScheduler.Targets.Handlers;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Benchmarks;

/// <summary>One process of the scheduler on a store.</summary>
internal sealed class Arm : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services;
    private readonly IStorage _storage;
    private Task _loops = Task.CompletedTask;

    private Arm(ServiceProvider services, IStorage storage, CallCounter? calls)
    {
        _services = services;
        _storage = storage;
        Calls = calls;
    }

    /// <summary>What all runs of the arm call.</summary>
    public required CountingHandler Handler { get; init; }

    /// <summary>Null when calls are not counted.</summary>
    public CallCounter? Calls { get; }

    /// <summary>On an embedded database in the folder.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static Task<Arm> OpenAsync(
        string folder, int workers, CountingHandler handler, bool count, Action<IServiceCollection>? adds = null) =>
        OpenAsync(new SqliteStorage(new SqliteOptions { Folder = folder }, TimeProvider.System), workers, handler, count, adds);

    /// <summary>On a store, which goes with the arm.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static async Task<Arm> OpenAsync(
        IStorage storage, int workers, CountingHandler handler, bool count, Action<IServiceCollection>? adds = null)
    {
        var calls = count ? new CallCounter() : null;
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddSingleton<IStorage>(calls is null ? storage : new FaultyStorage(storage, FaultPlan.None, calls));
        services.AddJobSchedulerCore();
        services.AddSingleton(HandlerRegistration.Of("bench", handler));
        services.Configure<ExecutionOptions>(options => options.Workers = workers);
        services.Configure<ClockOptions>(options => options.TakeOverAfter = TimeSpan.Zero);
        adds?.Invoke(services);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        return new Arm(provider, storage, calls) { Handler = handler };
    }

    /// <summary>The runs as the storage holds them, read past the counter.</summary>
    public RunLists UncountedRuns => new(_storage, Get<ShardMap>(), Get<JobCache>(), Get<TimeProvider>());

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts clock and pumps.</summary>
    public void Start() => _loops = Task.WhenAll(Get<FleetClock>().RunAsync(_stopping.Token), Get<QueuePumps>().RunAsync(_stopping.Token));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loops;
        await _services.DisposeAsync();
        if (_storage is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        _stopping.Dispose();
    }
}
