using JobScheduler.Execution;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Loops;

/// <summary>Says what a stop waits for, so that a slow one is no riddle.</summary>
internal sealed class StopReport(LeaseKeeper leases, TimeProvider time, ILogger logger)
{
    /// <summary>Between two lines.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>More than these would hide them all.</summary>
    private const int Named = 5;

    /// <summary>Returns when the work has ended.</summary>
    public async Task UntilAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            using var pause = new CancellationTokenSource();
            await Task.WhenAny(work, Task.Delay(Pause, time, pause.Token));
            pause.Cancel();
            if (!work.IsCompleted && Describe() is { } running)
            {
                LoopEvents.WaitingFor(logger, running);
            }
        }

        await work;
    }

    private string? Describe()
    {
        var running = leases.Running.OrderBy(attempt => attempt.StartedAt).ToList();
        if (running.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var more = running.Count > Named ? $", and {running.Count - Named} more" : "";
        return string.Join(", ", running.Take(Named).Select(attempt => Describe(attempt, now - attempt.StartedAt))) + more;
    }

    private static string Describe(RunningAttempt attempt, TimeSpan age) =>
        $"{attempt.Run.Spec.JobId ?? attempt.Run.Spec.Name ?? "-"} {attempt.Run.Id} ({Duration.Format(Whole(age))})";

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Max(0, Math.Round(span.TotalSeconds)));
}
