using JobScheduler.Clock;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Scenarios;

/// <summary>The clock in turns: processes that share its name, a turn as an activity, the watchdog.</summary>
public sealed class TurnTests : IAsyncDisposable
{
    private const string Tenant = "default";
    private const int Shards = 2;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryStorage _storage;
    private readonly List<ServiceProvider> _processes = [];

    public TurnTests() => _storage = new MemoryStorage(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_whose_ownership_another_of_the_same_name_took_ticks_all_the_same()
    {
        var first = await StartAsync("clock");
        var second = await StartAsync("clock");
        var run = await AcceptAsync(first, TimeSpan.FromMinutes(1));
        await Clock(first).TickAsync();
        await Clock(second).TickAsync();

        // The first one still believes in its own epoch.
        _time.Advance(TimeSpan.FromSeconds(31));
        await Clock(first).TickAsync();
        Assert.Equal(RunState.Queued, (await ReadAsync(first, run)).State);
    }

    [Fact]
    public async Task Process_of_the_same_name_does_not_wait_for_the_owner_to_be_silent()
    {
        var first = await StartAsync("clock");
        var second = await StartAsync("clock");
        var run = await AcceptAsync(first, TimeSpan.FromMinutes(1));
        await Clock(first).TickAsync();
        _time.Advance(TimeSpan.FromSeconds(31));
        await Clock(second).TickAsync();
        Assert.Equal(RunState.Queued, (await ReadAsync(first, run)).State);
    }

    [Fact]
    public async Task Process_of_another_name_waits_until_the_owner_is_overdue()
    {
        var first = await StartAsync("clock");
        var other = await StartAsync(null);
        await Clock(first).TickAsync();
        var run = await AcceptAsync(first, TimeSpan.FromSeconds(50));

        // It has announced its next tick for the end of the longest sleep, and is 5 s late.
        _time.Advance(ShardClock.LongestSleep + TimeSpan.FromSeconds(5));
        await Clock(other).TickAsync();
        Assert.Equal(RunState.Scheduled, (await ReadAsync(first, run)).State);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Clock(other).TickAsync();
        Assert.Equal(RunState.Queued, (await ReadAsync(first, run)).State);
    }

    [Fact]
    public async Task Ticks_at_the_same_time_dispatch_a_run_once()
    {
        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync("clock")));
        var run = await AcceptAsync(processes[0], TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(31));
        await Task.WhenAll(processes.Select(process => Clock(process).TickAsync()));
        await Clock(processes[0]).TickAsync();
        Assert.Equal(RunState.Queued, (await ReadAsync(processes[0], run)).State);
        Assert.Single(TokensOf(run));
    }

    [Fact]
    public async Task Turn_of_an_idle_clock_ends_after_one_tick()
    {
        var process = await StartAsync("clock");
        Assert.Equal(ShardClock.LongestSleep, await process.GetRequiredService<ClockTurn>().RunAsync(Cancellation));
    }

    [Fact]
    public async Task Turn_goes_on_while_the_next_alarm_is_near()
    {
        var process = await StartAsync("clock");
        var near = await AcceptAsync(process, ClockLookahead + ClockTurn.Near - TimeSpan.FromMilliseconds(500));
        var turn = process.GetRequiredService<ClockTurn>().RunAsync(Cancellation);
        Assert.False(turn.IsCompleted);
        _time.Advance(ClockTurn.Near);
        Assert.True(await turn >= ClockTurn.Near);
        Assert.Equal(RunState.Queued, (await ReadAsync(process, near)).State);
    }

    [Fact]
    public async Task Watchdog_ticks_and_restarts_a_clock_that_never_ticked_and_one_that_is_silent_and_no_other()
    {
        var process = await StartAsync("clock");
        var watchdog = process.GetRequiredService<ClockWatchdog>();
        var instance = new CountedInstance(() => process.GetRequiredService<ClockWatch>().LookAsync(Cancellation));
        Assert.True(await watchdog.LookAsync(instance, Cancellation));
        Assert.Equal(1, instance.Restarts);
        Assert.NotNull(instance.TickSeen);

        _time.Advance(ClockWatchdog.Patience - TimeSpan.FromSeconds(1));
        Assert.False(await watchdog.LookAsync(instance, Cancellation));
        Assert.Equal(1, instance.Restarts);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await watchdog.LookAsync(instance, Cancellation));
        Assert.Equal(2, instance.Restarts);
        Assert.Equal(_time.GetUtcNow(), instance.TickSeen);
    }

    [Fact]
    public async Task Watchdog_ticks_a_shard_that_is_silent_alone_and_lets_the_orchestration_be()
    {
        var process = await StartAsync("clock");
        await Clock(process).TickAsync();
        _time.Advance(ClockWatchdog.Patience);
        await SetLastTurnAsync(0, _time.GetUtcNow());
        var watch = process.GetRequiredService<ClockWatch>();
        var instance = new CountedInstance(() => watch.LookAsync(Cancellation));
        Assert.False(await process.GetRequiredService<ClockWatchdog>().LookAsync(instance, Cancellation));
        Assert.Equal(0, instance.Restarts);
        Assert.Equal(_time.GetUtcNow(), (await watch.LookAsync(Cancellation)).Oldest);
    }

    [Fact]
    public async Task Watchdog_is_not_deceived_by_a_tick_in_the_future()
    {
        var process = await StartAsync("clock");
        for (var shard = 0; shard < Shards; shard++)
        {
            await Clock(process).TickAsync();
            await SetLastTurnAsync(shard, _time.GetUtcNow().AddHours(1));
        }

        var instance = new CountedInstance(() => process.GetRequiredService<ClockWatch>().LookAsync(Cancellation));
        Assert.True(await process.GetRequiredService<ClockWatchdog>().LookAsync(instance, Cancellation));
    }

    [Fact]
    public async Task Watch_tells_the_tick_of_the_shard_that_is_silent_for_the_longest()
    {
        var process = await StartAsync("clock");
        var watch = process.GetRequiredService<ClockWatch>();
        Assert.Equal((null, null), await TicksAsync());
        await Clock(process).TickAsync([1]);
        Assert.Equal((null, null), await TicksAsync());
        await Clock(process).TickAsync();
        var before = _time.GetUtcNow();
        Assert.Equal((before, before), await TicksAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        await SetLastTurnAsync(0, _time.GetUtcNow());
        Assert.Equal((before, _time.GetUtcNow()), await TicksAsync());

        async Task<(DateTimeOffset? Oldest, DateTimeOffset? Turn)> TicksAsync()
        {
            var last = await watch.LookAsync(Cancellation);
            return (last.Oldest, last.Turn);
        }
    }

    [Fact]
    public async Task Watchdog_is_not_deceived_by_an_instance_that_ticks_in_place_of_the_orchestration()
    {
        var process = await StartAsync("clock");
        await Clock(process).TickAsync();
        for (var seconds = 0; seconds < ClockWatchdog.Patience.TotalSeconds; seconds += 20)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            await Clock(process).TickAsync([0, 1]);
        }

        var instance = new CountedInstance(() => process.GetRequiredService<ClockWatch>().LookAsync(Cancellation));
        Assert.True(await process.GetRequiredService<ClockWatchdog>().LookAsync(instance, Cancellation));
    }

    [Fact]
    public async Task Turn_where_a_loop_follows_ends_after_one_tick_however_near_the_next_alarm_is()
    {
        var process = await StartAsync("clock");
        using var stop = new CancellationTokenSource();
        var loop = process.GetRequiredService<ClockHints>().RunAsync(stop.Token);
        var near = await AcceptAsync(process, ClockLookahead + TimeSpan.FromSeconds(3));

        Assert.InRange(
            await process.GetRequiredService<ClockTurn>().RunAsync(Cancellation), ShardClock.LongestSleep, ClockTurn.LongestSleep);

        Assert.Equal(RunState.Scheduled, (await ReadAsync(process, near)).State);
        stop.Cancel();
        await loop;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    private static TimeSpan ClockLookahead => TimeSpan.FromSeconds(30);

    private static FleetClock Clock(ServiceProvider process) => process.GetRequiredService<FleetClock>();

    private static Task<RunRecord> ReadAsync(ServiceProvider process, string run) =>
        process.GetRequiredService<RunReader>().GetAsync(Tenant, run, Cancellation);

    private static async Task<string> AcceptAsync(ServiceProvider process, TimeSpan after)
    {
        var request = new RunRequest { Target = new HandlerTarget { Name = "echo" }, After = after };
        return (await process.GetRequiredService<RunIntake>().AcceptAsync(new Caller(Tenant, "someone"), request, Cancellation)).Run.Id;
    }

    private async Task SetLastTurnAsync(int shard, DateTimeOffset at) => await _storage.Tables.CommitAsync(
        ShardMap.Partition(shard),
        [RowOperation.Merge(Keys.Owner, new Columns { { "lastTick", (ColumnValue)at }, { "lastTurn", (ColumnValue)at } })],
        Cancellation);

    private IEnumerable<string> TokensOf(string run) => _storage.Partitions.SelectMany(partition => _storage.Rows(partition))
        .Select(row => row.Key).Where(key => Token.Read(key).Run == run);

    private async Task<ServiceProvider> StartAsync(string? holder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IStorage>(_storage);
        services.AddJobSchedulerCore();
        services.Configure<ShardOptions>(shards => shards.Count = Shards);
        services.Configure<ClockOptions>(clock => clock.Holder = holder);
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        await process.GetRequiredService<Deployment>().OpenAsync(Cancellation);
        return process;
    }

    private sealed class CountedInstance(Func<Task<LastTicks>> lastTick) : IClockInstance
    {
        public int Restarts { get; private set; }

        /// <summary>The last tick when it was restarted: the watchdog ticks first.</summary>
        public DateTimeOffset? TickSeen { get; private set; }

        public async Task RestartAsync(CancellationToken cancellation)
        {
            Restarts++;
            TickSeen = (await lastTick()).Oldest;
        }
    }
}
