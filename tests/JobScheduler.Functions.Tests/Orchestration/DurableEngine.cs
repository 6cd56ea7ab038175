using System.Collections.Concurrent;
using JobScheduler.Clock;
using JobScheduler.Functions.Orchestration;
using JobScheduler.TestKit;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Functions.Tests.Orchestration;

/// <summary>A Durable engine in this process, with the clock's orchestration and turns of the test's choice.</summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private readonly ConcurrentQueue<DateTime> _begun = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _marks = new();
    private readonly DurableSidecar _sidecar;
    private IHost? _worker;
    private int _turns;
    private int _sleeps;

    private DurableEngine(DurableSidecar sidecar)
    {
        _sidecar = sidecar;
        sidecar.Slept += Sleeps;
    }

    public DurableTaskClient Client => _worker!.Services.GetRequiredService<DurableTaskClient>();

    /// <summary>When each execution of the orchestration began, by the engine's time.</summary>
    public IReadOnlyList<DateTime> Begun => [.. _begun];

    /// <summary>How many turns have begun.</summary>
    public int Turns => Volatile.Read(ref _turns);

    /// <param name="turn">Given the number of the turn, from 1 on.</param>
    public static async Task<DurableEngine> StartAsync(Func<int, Task<TimeSpan>> turn)
    {
        var engine = new DurableEngine(await DurableSidecar.StartAsync(TestContext.Current.CancellationToken));
        await engine.StartWorkerAsync(turn);
        return engine;
    }

    /// <summary>Starts the clock as the watchdog does.</summary>
    public Task RestartAsync() => new DurableClock(Client, Patient).RestartAsync(TestContext.Current.CancellationToken);

    /// <summary>The last step of a restart: what remains of one that comes second.</summary>
    public Task StartClockAsync() => new DurableClock(Client, Patient).StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Completes when the clock sleeps for the n-th time, after as many turns.</summary>
    /// <remarks>
    /// Not with the turn itself, whose result is then still on its way: the engine forgets an execution that is replaced, but not
    /// what it has in hand of it, and mixes that into the history of the new one.
    /// </remarks>
    public Task SleepingAsync(int count)
    {
        var mark = _marks.GetOrAdd(count, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _sleeps) >= count)
        {
            mark.TrySetResult();
        }

        return mark.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker!.StopAsync();
        _worker.Dispose();
        await _sidecar.DisposeAsync();
    }

    // A restart waits no longer than its patience, which may be too short on a machine with much else to do. This time stands still.
    private static FakeTimeProvider Patient => new();

    private async Task StartWorkerAsync(Func<int, Task<TimeSpan>> turn)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker.UseGrpc(_sidecar.Address).AddTasks(tasks =>
        {
            tasks.AddOrchestrator(ClockOrchestration.Name, () => new Clock(this));
            tasks.AddActivityFunc<TimeSpan>(ClockOrchestration.Turn, _ => turn(Interlocked.Increment(ref _turns)));
        }));
        builder.Services.AddDurableTaskClient(client => client.UseGrpc(_sidecar.Address).RegisterDirectly());
        _worker = builder.Build();
        await _worker.StartAsync(TestContext.Current.CancellationToken);
    }

    private void Sleeps()
    {
        var number = Interlocked.Increment(ref _sleeps);
        foreach (var (at, mark) in _marks)
        {
            if (number >= at)
            {
                mark.TrySetResult();
            }
        }
    }

    private sealed class Clock(DurableEngine engine) : TaskOrchestrator<object?, object?>
    {
        public override async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            if (!context.IsReplaying)
            {
                engine._begun.Enqueue(context.CurrentUtcDateTime);
            }

            await ClockFunctions.Clock(context);
            return null;
        }
    }
}
