using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets.Handlers;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Scenarios;

/// <summary>Two processes on one storage, each step of them taken by hand.</summary>
public sealed class TwoProcessTests : IAsyncDisposable
{
    private const string Tenant = "default";
    private const string Gate = "gate";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryStorage _storage;
    private readonly GatedHandler _gate = new();
    private readonly List<ServiceProvider> _processes = [];

    public TwoProcessTests() => _storage = new MemoryStorage(_time);

    [Fact]
    public async Task Owner_that_was_deposed_while_it_was_frozen_writes_nothing()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        await first.GetRequiredService<FleetClock>().TickAsync();
        var run = await AcceptAsync(first, TimeSpan.FromMinutes(10));

        // The first one stands still for longer than the second one waits for it.
        _time.Advance(TimeSpan.FromMinutes(2));
        await second.GetRequiredService<FleetClock>().TickAsync();

        // The alarm is due when the first one goes on, and still believes that it owns the shards.
        _time.Advance(TimeSpan.FromMinutes(7.75));
        var before = Rows();
        await first.GetRequiredService<FleetClock>().TickAsync();
        Assert.Equal(before, Rows());
        Assert.Equal(RunState.Scheduled, (await ReadAsync(first, run)).State);

        await second.GetRequiredService<FleetClock>().TickAsync();
        Assert.Equal(RunState.Queued, (await ReadAsync(first, run)).State);
    }

    [Fact]
    public async Task Cancel_by_another_process_is_not_lost_when_the_attempt_fails_before_the_next_beat()
    {
        var executing = await StartAsync();
        var asking = await StartAsync();
        var run = await AcceptAsync(executing, TimeSpan.Zero);
        var pump = executing.GetRequiredService<QueuePumps>().Runs[QueueNames.Executed.ToList().IndexOf(QueueNames.Normal)];
        Assert.Equal(1, await pump.ReceiveAsync(TestContext.Current.CancellationToken));
        await _gate.Entered;

        await asking.GetRequiredService<Cancels>().CancelAsync(new Caller(Tenant, "someone"), run, TestContext.Current.CancellationToken);
        Assert.Equal(RunState.Running, (await ReadAsync(asking, run)).State);
        _gate.Open.SetResult();

        using var watch = executing.GetRequiredService<RunSignals>().Watch(run);
        var moved = watch.NextMove();
        if (!(await ReadAsync(asking, run)).State.IsTerminal())
        {
            await moved.WaitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(RunState.Canceled, (await ReadAsync(asking, run)).State);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    private async Task<ServiceProvider> StartAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IStorage>(_storage);
        services.AddJobSchedulerCore();
        services.AddSingleton(HandlerRegistration.Of(Gate, _gate));
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        await process.GetRequiredService<Deployment>().OpenAsync(TestContext.Current.CancellationToken);
        return process;
    }

    private static async Task<string> AcceptAsync(ServiceProvider process, TimeSpan after)
    {
        var request = new RunRequest { Target = new HandlerTarget { Name = Gate }, After = after };
        var intake = process.GetRequiredService<RunIntake>();
        return (await intake.AcceptAsync(new Caller(Tenant, "someone"), request, TestContext.Current.CancellationToken)).Run.Id;
    }

    private static Task<RunRecord> ReadAsync(ServiceProvider process, string run) =>
        process.GetRequiredService<RunReader>().GetAsync(Tenant, run, TestContext.Current.CancellationToken);

    private string Rows() => string.Join(
        '\n', _storage.Partitions.SelectMany(partition => _storage.Rows(partition).Select(row => $"{partition} {row.Key} {row.ETag}")));

    /// <summary>Waits to be let go on, then fails in a way that is retried.</summary>
    private sealed class GatedHandler : IJobHandler
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
        {
            _entered.TrySetResult();
            await Open.Task;
            throw new JobFailedException("failed", "after a cancel that this process has not heard of");
        }
    }
}
