using JobScheduler.Execution;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Loops;

/// <summary>Says what a stop waits for and how long it still may, so that a slow one is no riddle.</summary>
/// <param name="running">Gives the attempts that are running.</param>
/// <param name="hurried">Completes when they are handed back before that.</param>
/// <param name="grace">How long they may go on.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is said.</param>
internal sealed class StopReport(
    Func<IReadOnlyCollection<RunningAttempt>> running, Task hurried, TimeSpan grace, TimeProvider time, ILogger logger)
{
    /// <summary>Between two lines.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>More than these would hide them all.</summary>
    private const int Named = 5;

    private readonly DateTimeOffset _end = time.GetUtcNow() + grace;

    /// <summary>Says that the stop has begun.</summary>
    public void Begin()
    {
        switch (running().Count)
        {
            case 0:
                LoopEvents.StoppingIdle(logger);
                break;
            case var count when grace <= TimeSpan.Zero:
                LoopEvents.StoppingAtOnce(logger, Count(count), count == 1 ? "is" : "are");
                break;
            case var count:
                LoopEvents.Stopping(logger, Count(count), count == 1 ? "has" : "have", Duration.Format(grace));
                break;
        }
    }

    /// <summary>Returns when the work has ended.</summary>
    public async Task UntilAsync(Task work)
    {
        var wasHurried = false;
        while (!work.IsCompleted)
        {
            using var pause = new CancellationTokenSource();
            var wait = Task.Delay(Pause, time, pause.Token);
            await (wasHurried ? Task.WhenAny(work, wait) : Task.WhenAny(work, wait, hurried));
            pause.Cancel();
            if (hurried.IsCompleted && !wasHurried)
            {
                wasHurried = true;
                LoopEvents.Hurried(logger, Count(running().Count), running().Count == 1 ? "is" : "are");
            }
            else if (!work.IsCompleted)
            {
                Describe();
            }
        }

        await work;
    }

    private void Describe()
    {
        var attempts = running().OrderBy(attempt => attempt.StartedAt).ToList();
        var now = time.GetUtcNow();
        if (attempts.Count == 0)
        {
            LoopEvents.WaitingForStorage(logger);
            return;
        }

        var more = attempts.Count > Named ? $", and {attempts.Count - Named} more" : "";
        var names = string.Join(", ", attempts.Take(Named).Select(attempt => Describe(attempt, now - attempt.StartedAt))) + more;
        if (_end > now && !hurried.IsCompleted)
        {
            LoopEvents.WaitingFor(logger, names, Duration.Format(Whole(_end - now)));
        }
        else
        {
            LoopEvents.WaitingForEnd(logger, names);
        }
    }

    private static string Describe(RunningAttempt attempt, TimeSpan age)
    {
        var name = attempt.Run.Spec.JobId ?? attempt.Run.Spec.Name;
        return $"{(name is null ? "" : $"{name} ")}{attempt.Run.Id} ({Duration.Format(Whole(age))})";
    }

    private static string Count(int attempts) => $"{attempts} running attempt{(attempts == 1 ? "" : "s")}";

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Max(0, Math.Round(span.TotalSeconds)));
}
