using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Runs.Reading;

/// <summary>Waiting for the end of a run, whoever asks for what: nothing of it stays in memory.</summary>
public sealed class WaitTests : IAsyncLifetime
{
    private const string Tenant = "acme";

    private static readonly Caller Someone = new(Tenant, "someone");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 6, 30, 0, TimeSpan.Zero));
    private readonly BrokenStorage _storage;
    private readonly ServiceProvider _services;

    public WaitTests()
    {
        _storage = new BrokenStorage(new MemoryStorage(_time));
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IStorage>(_storage)
            .AddJobSchedulerCore()
            .BuildServiceProvider();
    }

    private RunReader Runs => _services.GetRequiredService<RunReader>();

    private RunSignals Signals => _services.GetRequiredService<RunSignals>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _services.GetRequiredService<Deployment>().OpenAsync(Cancellation);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Wait_for_runs_that_do_not_exist_leaves_nothing()
    {
        var known = await AcceptAsync();
        for (var i = 0; i < 100; i++)
        {
            var unknown = i % 2 == 0 ? $"unknown-{i}" : $"{known[..^4]}{i:d4}";
            await Assert.ThrowsAsync<RefusalException>(() => Runs.WaitAsync(Tenant, unknown, Patience, Cancellation));
        }

        await Assert.ThrowsAsync<RefusalException>(() => Runs.WaitAsync("another", known, Patience, Cancellation));
        Assert.Equal(0, Signals.Count);
    }

    [Fact]
    public async Task Wait_for_a_run_that_has_ended_leaves_nothing()
    {
        var run = await AcceptAsync();
        await CancelAsync(run);

        Assert.Equal(RunState.Canceled, (await Runs.WaitAsync(Tenant, run, Patience, Cancellation)).State);
        Assert.Equal(0, Signals.Count);
    }

    [Fact]
    public async Task Wait_that_is_over_leaves_nothing()
    {
        var wait = Runs.WaitAsync(Tenant, await AcceptAsync(), Patience, Cancellation);
        Assert.Equal(1, Signals.Count);

        await PassAsync(wait);

        Assert.Equal(RunState.Scheduled, (await wait).State);
        Assert.Equal(0, Signals.Count);
    }

    [Fact]
    public async Task Wait_that_is_canceled_leaves_nothing()
    {
        using var gone = new CancellationTokenSource();
        var wait = Runs.WaitAsync(Tenant, await AcceptAsync(), Patience, gone.Token);
        Assert.Equal(1, Signals.Count);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(0, Signals.Count);
    }

    [Fact]
    public async Task Wait_that_storage_fails_leaves_nothing()
    {
        var wait = Runs.WaitAsync(Tenant, await AcceptAsync(), Patience, Cancellation);
        _storage.IsBroken = true;

        await PassAsync(wait);

        await Assert.ThrowsAsync<StorageException>(() => wait);
        Assert.Equal(0, Signals.Count);
    }

    [Fact]
    public async Task Wait_ends_when_the_run_does_without_time_passing()
    {
        var run = await AcceptAsync();
        Task<RunRecord>[] waits = [.. Enumerable.Range(0, 3).Select(_ => Runs.WaitAsync(Tenant, run, Patience, Cancellation))];
        Assert.Equal(1, Signals.Count);

        await CancelAsync(run);

        Assert.All(await Task.WhenAll(waits), ended => Assert.Equal(RunState.Canceled, ended.State));
        Assert.Equal(0, Signals.Count);
    }

    [Fact]
    public async Task Wait_that_gives_up_neither_wakes_others_nor_makes_them_miss_the_end()
    {
        var run = await AcceptAsync();
        using var patient = Signals.Watch(run);
        var moved = patient.NextMove();

        await PassAsync(Runs.WaitAsync(Tenant, run, TimeSpan.FromSeconds(1), Cancellation));
        Assert.False(moved.IsCompleted);
        Assert.Equal(1, Signals.Count);

        await CancelAsync(run);
        Assert.True(moved.IsCompleted);
        Assert.False(patient.NextMove().IsCompleted);
    }

    [Fact]
    public void Watch_counts_runs_until_the_last_who_watches_one_has_stopped()
    {
        var (one, other, another) = (Signals.Watch("a"), Signals.Watch("a"), Signals.Watch("b"));
        Assert.Equal(2, Signals.Count);

        one.Dispose();
        one.Dispose();
        Assert.Equal(2, Signals.Count);

        other.Dispose();
        Assert.Equal(1, Signals.Count);

        Signals.Moved("a");
        Signals.Moved("b");
        Assert.False(other.NextMove().IsCompleted);
        another.Dispose();
        Assert.Equal(0, Signals.Count);
    }

    private async Task<string> AcceptAsync()
    {
        var request = new RunRequest { Target = new HandlerTarget { Name = "echo" }, After = TimeSpan.FromDays(1) };
        return (await _services.GetRequiredService<RunIntake>().AcceptAsync(Someone, request, Cancellation)).Run.Id;
    }

    private Task<RunRecord> CancelAsync(string run) => _services.GetRequiredService<Cancels>().CancelAsync(Someone, run, Cancellation);

    /// <summary>Lets time pass until the wait is over, in whatever steps it looks.</summary>
    private async Task PassAsync(Task wait)
    {
        while (!wait.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private sealed class BrokenStorage(IStorage inner) : IStorage, ITableStore
    {
        public bool IsBroken { get; set; }

        public ITableStore Tables => this;

        public IQueueStore Queues => inner.Queues;

        public IBlobStore Blobs => inner.Blobs;

        public ValueTask PrepareAsync(CancellationToken cancellation) => inner.PrepareAsync(cancellation);

        public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
            IsBroken ? throw new StorageException(StorageFault.Transient, "broken") : inner.Tables.GetAsync(partition, key, cancellation);

        public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => inner.Tables.ReadAsync(query, cancellation);

        public ValueTask<CommitResult> CommitAsync(
            string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation) =>
            inner.Tables.CommitAsync(partition, operations, cancellation);
    }
}
