using System.Collections.Concurrent;
using JobScheduler.Clock;
using JobScheduler.Functions.Orchestration;
using JobScheduler.TestKit;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JobScheduler.Functions.Tests.Orchestration;

/// <summary>A Durable engine in this process, with the clock's orchestration and turns of the test's choice.</summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private readonly ConcurrentQueue<DateTime> _begun = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _marks = new();
    private readonly DurableSidecar _sidecar;
    private IHost? _worker;
    private int _turns;

    private DurableEngine(DurableSidecar sidecar) => _sidecar = sidecar;

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
    public Task RestartAsync() => new DurableClock(Client, SystemTime).RestartAsync(TestContext.Current.CancellationToken);

    /// <summary>The last step of a restart: what remains of one that comes second.</summary>
    public Task StartClockAsync() => new DurableClock(Client, SystemTime).StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Completes with the beginning of the n-th turn.</summary>
    public Task TurnedAsync(int count)
    {
        var mark = _marks.GetOrAdd(count, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Turns >= count)
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

    // The engine has no other time.
#pragma warning disable RS0030
    private static TimeProvider SystemTime => TimeProvider.System;
#pragma warning restore RS0030

    private async Task StartWorkerAsync(Func<int, Task<TimeSpan>> turn)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker.UseGrpc(_sidecar.Address).AddTasks(tasks =>
        {
            tasks.AddOrchestrator(ClockOrchestration.Name, () => new Clock(this));
            tasks.AddActivityFunc<TimeSpan>(ClockOrchestration.Turn, _ => TurnAsync(turn));
        }));
        builder.Services.AddDurableTaskClient(client => client.UseGrpc(_sidecar.Address).RegisterDirectly());
        _worker = builder.Build();
        await _worker.StartAsync(TestContext.Current.CancellationToken);
    }

    private Task<TimeSpan> TurnAsync(Func<int, Task<TimeSpan>> turn)
    {
        var number = Interlocked.Increment(ref _turns);
        foreach (var (at, mark) in _marks)
        {
            if (number >= at)
            {
                mark.TrySetResult();
            }
        }

        return turn(number);
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
