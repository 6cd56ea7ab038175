namespace JobScheduler.Clock;

/// <summary>
/// The clock where no process lives for long: an eternal orchestration of one turn of the clock, a timer, and itself again. Its state is
/// in the alarms of the shards, so it can be lost and restarted at any moment.
/// </summary>
public static class ClockOrchestration
{
    public const string Name = "Clock";

    /// <summary>The only instance. Two for a moment are harmless: a shard obeys the one that took it last.</summary>
    public const string InstanceId = "clock";

    /// <summary>The activity: <see cref="ClockTurn"/>; returns how long to sleep.</summary>
    public const string Turn = "ClockTurn";

    /// <summary>The sleep after a failed turn, so that failing storage is not called continuously.</summary>
    public static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>One turn.</summary>
    public static async Task RunAsync(IOrchestrationContext context)
    {
        TimeSpan sleep;
        try
        {
            sleep = await context.CallAsync<TimeSpan>(Turn);
        }
        catch (ActivityFailedException)
        {
            // The clock must never stop: whatever the reason, the next turn tries again.
            sleep = AfterFailure;
        }

        // A result from another version must not put the clock to sleep forever.
        sleep = sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep < ClockTurn.LongestSleep ? sleep : ClockTurn.LongestSleep;

        // By the time of the orchestration: the clock that the turn used may differ by minutes.
        await context.WaitUntilAsync(context.Now + sleep);
        context.ContinueAsNew();
    }
}

/// <summary>
/// What an orchestration may use: everything that is recorded, and replayed after a restart. It reads the time and does I/O only through
/// this interface, and makes the same calls in the same order in each replay.
/// </summary>
public interface IOrchestrationContext
{
    /// <summary>The time of the last recorded event: the same in every replay.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Calls an activity: at least once, its result recorded once.</summary>
    /// <exception cref="ActivityFailedException">It failed, and is not retried.</exception>
    Task<TResult> CallAsync<TResult>(string activity, object? input = null);

    /// <summary>Completes at that time, even across restarts; at once if it has passed.</summary>
    Task WaitUntilAsync(DateTimeOffset due);

    /// <summary>Starts again under the same id with an empty history, once the orchestration returns.</summary>
    void ContinueAsNew(object? input = null);
}

/// <summary>An activity failed; the error was recorded as text, not as an exception.</summary>
/// <param name="activity">Its name.</param>
/// <param name="reason">The recorded error.</param>
/// <param name="inner">The exception of the runtime.</param>
public sealed class ActivityFailedException(string activity, string reason, Exception? inner = null)
    : Exception($"{activity} failed: {reason}", inner);
