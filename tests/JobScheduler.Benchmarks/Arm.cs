using System.Diagnostics.CodeAnalysis;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Storage.Sqlite;
using JobScheduler.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Benchmarks;

/// <summary>One process of the scheduler on a fresh SQLite store.</summary>
internal sealed class Arm : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services;
    private readonly SqliteStorage _storage;
    private Task _loops = Task.CompletedTask;

    private Arm(ServiceProvider services, SqliteStorage storage, CallCounter? calls)
    {
        _services = services;
        _storage = storage;
        Calls = calls;
    }

    /// <summary>Null when calls are not counted.</summary>
    public CallCounter? Calls { get; }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "A benchmark measures real time.")]
    public static async Task<Arm> OpenAsync(string folder, int workers, IJobHandler handler, bool count)
    {
        var storage = new SqliteStorage(new SqliteOptions { Folder = folder }, TimeProvider.System);
        var calls = count ? new CallCounter() : null;
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddSingleton<IStorage>(calls is null ? storage : new FaultyStorage(storage, FaultPlan.None, calls));
        services.AddJobScheduler();
        services.AddSingleton(new HandlerRegistration("bench", handler));
        services.Configure<ExecutionOptions>(options => options.Workers = workers);
        services.Configure<ClockOptions>(options => options.TakeOverAfter = TimeSpan.Zero);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
        return new Arm(provider, storage, calls);
    }

    /// <summary>The runs as the storage holds them, read past the counter.</summary>
    public RunLists UncountedRuns => new(_storage, Get<ShardMap>());

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts clock and pumps.</summary>
    public void Start() => _loops = Task.WhenAll(Get<FleetClock>().RunAsync(_stopping.Token), Get<QueuePumps>().RunAsync(_stopping.Token));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loops;
        await _services.DisposeAsync();
        await _storage.DisposeAsync();
        _stopping.Dispose();
    }
}
