using JobScheduler.FunctionsHost.Tests.Workers;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>The worker that is up. Who needs one while there is none waits for the next.</summary>
internal sealed class WorkerSlot
{
    private TaskCompletionSource<Worker> _next = New();

    /// <summary>From now on this worker is up, until it goes.</summary>
    public void Put(Worker worker)
    {
        var filled = _next;
        _ = worker.Gone.ContinueWith(_ => Interlocked.CompareExchange(ref _next, New(), filled), TaskScheduler.Default);
        filled.SetResult(worker);
    }

    /// <summary>The worker that is up, or the next one.</summary>
    public async Task<Worker> UpAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var worker = await Volatile.Read(ref _next).Task.WaitAsync(cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (!worker.Gone.IsCompleted)
            {
                return worker;
            }

            await Task.Yield();
        }
    }

    private static TaskCompletionSource<Worker> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
