namespace JobScheduler.Execution;

/// <summary>The end of a stop: running work may go on for the grace period, then what is left is handed back.</summary>
public sealed class HandBack(LeaseKeeper leases, ExecutionOptions options, TimeProvider time)
{
    /// <summary>Returns when the work has ended and is written. Nothing more may be claimed by then.</summary>
    public async Task WhenDoneAsync(Task work)
    {
        using var grace = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(options.GracePeriod, time, grace.Token));
        grace.Cancel();
        foreach (var attempt in leases.Running)
        {
            attempt.Stop(StopCause.Stopping);
        }

        await work;
    }
}
