using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets;
using JobScheduler.Targets.Handlers;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>One process of a world: the whole scheduler, composed as a head does it, over the world's storage and time.</summary>
internal sealed class SimulatedProcess : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Action> _asked = [];
    private Task _loops = Task.CompletedTask;

    public SimulatedProcess(World world, string name, FaultPlan plan, bool executes, ClockRole role = ClockRole.Loops)
    {
        World = world;
        Name = name;
        Context = new SimulatedContext(world);
        Clock = new ProcessClock(world.Time, Context);
        Storage = new FaultyStorage(world.Far, plan, world.Counter, records: !world.Options.IsLong);
        Log = new CollectingLogger(world.Time, name, world.Options.IsLong ? LogLevel.Warning : LogLevel.Trace);
        var options = world.Options;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<Entropy>(new SeededEntropy(world.Options.Seed * 1000 + world.Processes.Count));
        services.AddSingleton<IStorage>(new QuietQueues(Storage, world));
        services.AddSingleton<ILoggerFactory>(Log);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton<ITargetInvoker>(new CallbackInvoker(this));
        services.AddSingleton<ITargetInvoker>(new ScriptedCalls(this));
        foreach (var handler in ScriptedHandler.Names)
        {
            services.AddSingleton(HandlerRegistration.Of(handler, new ScriptedHandler(handler, this)));
        }

        services.AddJobSchedulerCore();
        if (options.IsTriggered)
        {
            services.AddSingleton(new QueuePolling(SimulatedTriggers.LongestPause));
        }

        options.Adds(services);
        services.Configure<ShardOptions>(shards => shards.Count = options.Shards);
        services.Configure<DispatchOptions>(dispatch => dispatch.QueueRoom = options.QueueRoom);
        services.Configure<ExecutionOptions>(execution =>
        {
            execution.Workers = options.Workers;
            execution.HttpCalls = options.HttpCalls;
            execution.NodeId = name;
            execution.GracePeriod = options.GracePeriod;
        });
        services.Configure<ClockOptions>(clock =>
        {
            clock.TakeOverAfter = options.TakeOverAfter;
            clock.Holder = options.Holder;
        });
        Services = services.BuildServiceProvider();
        Context.Post(() => _loops = RunAsync(executes, role));
    }

    public World World { get; }

    public string Name { get; }

    public SimulatedContext Context { get; }

    public ProcessClock Clock { get; }

    public FaultyStorage Storage { get; }

    public CollectingLogger Log { get; }

    public IServiceProvider Services { get; }

    /// <summary>Calls into the process, on its own context.</summary>
    /// <exception cref="ProcessDiedException">It died before it answered.</exception>
    public Task<T> AskAsync<T>(Func<IServiceProvider, Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Context.IsDead)
        {
            throw new ProcessDiedException(Name);
        }

        _asked.Add(() => answer.TrySetException(new ProcessDiedException(Name)));
        Context.Post(() => _ = AnswerAsync());
        return answer.Task;

        async Task AnswerAsync()
        {
            try
            {
                answer.TrySetResult(await call(Services));
            }
            catch (SimulatedCrashException)
            {
                // The world buries the process, and answers for it.
            }
            catch (Exception error)
            {
                answer.TrySetException(error);
            }
        }
    }

    /// <summary>Dies at once.</summary>
    public void Die()
    {
        Storage.Crash();
        Context.Die();
        _asked.ForEach(fail => fail());
    }

    /// <summary>Stops in order: takes nothing new, hands back what does not end in time.</summary>
    public async Task StopAsync()
    {
        await AskAsync(async _ =>
        {
            // Not CancelAsync: that leaves the thread.
            _stopping.Cancel();
            try
            {
                await _loops;
            }
            catch (OperationCanceledException)
            {
                // It was told to stop before it had opened the storage.
            }

            return true;
        });
        Context.Die();
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(bool executes, ClockRole role)
    {
        while (true)
        {
            try
            {
                await Services.GetRequiredService<Deployment>().OpenAsync(_stopping.Token);
                break;
            }
            catch (StorageException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), Clock);
            }
        }

        // As the hosts do.
        await Services.GetRequiredService<FleetClock>().RingAbandonedAsync();
        List<Task> loops = [];
        if (role.HasFlag(ClockRole.Loops))
        {
            loops.Add(Services.GetRequiredService<FleetClock>().RunAsync(_stopping.Token));
        }

        if (role.HasFlag(ClockRole.Turns))
        {
            loops.Add(new SimulatedOrchestration(Services.GetRequiredService<ClockTurn>(), Clock, _stopping.Token).RunAsync());
        }

        if (role.HasFlag(ClockRole.Hints))
        {
            loops.Add(Services.GetRequiredService<ClockHints>().RunAsync(_stopping.Token));
        }

        if (executes)
        {
            loops.Add(World.Options.IsTriggered
                ? new SimulatedTriggers(Services, Clock).RunAsync(_stopping.Token)
                : Services.GetRequiredService<QueuePumps>().RunAsync(_stopping.Token));
        }

        await Task.WhenAll(loops);
    }
}
