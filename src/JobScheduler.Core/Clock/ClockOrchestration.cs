namespace JobScheduler.Clock;

/// <summary>
/// The clock where no process lives for long: an eternal orchestration of one turn of the clock, a timer, and itself again. It holds no
/// state; the alarms in the shards do, so that it can be lost and started anew at any moment.
/// </summary>
public static class ClockOrchestration
{
    public const string Name = "Clock";

    /// <summary>The one instance. Starting it twice is refused by the id, not by agreement.</summary>
    public const string InstanceId = "clock";

    /// <summary>The activity: <see cref="ClockTurn"/>; answers how long to sleep.</summary>
    public const string Turn = "ClockTurn";

    /// <summary>After a failed turn, so that a failing storage is not asked all the time.</summary>
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
            // The clock is the last that may stop: whatever it was, the next turn tries again.
            sleep = AfterFailure;
        }

        // An answer of a newer or older version must not put the clock to sleep for good.
        sleep = sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep < ShardClock.LongestSleep ? sleep : ShardClock.LongestSleep;

        // By the orchestration's own clock: the storage's, by which the turn has reckoned, may be minutes away from it.
        await context.WaitUntilAsync(context.Now + sleep);
        context.ContinueAsNew();
    }
}

/// <summary>
/// What an orchestration may use: everything that is recorded, and replayed after a restart. It reads no clock and does no other I/O than
/// through here, and asks in the same order each time it is replayed.
/// </summary>
public interface IOrchestrationContext
{
    /// <summary>The time of the last recorded event: the same in every replay.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Calls an activity: at least once, its result recorded once.</summary>
    /// <exception cref="ActivityFailedException">It failed, and whoever runs it does not try again.</exception>
    Task<TResult> CallAsync<TResult>(string activity, object? input = null);

    /// <summary>Ends at that time, also over restarts; at once when it has passed.</summary>
    Task WaitUntilAsync(DateTimeOffset due);

    /// <summary>Begins again under the same id with an empty history, once the orchestration returns.</summary>
    void ContinueAsNew(object? input = null);
}

/// <summary>An activity failed; what went wrong was recorded as text, not as an exception.</summary>
/// <param name="activity">Its name.</param>
/// <param name="reason">What it said.</param>
/// <param name="inner">How the runner told it.</param>
public sealed class ActivityFailedException(string activity, string reason, Exception? inner = null) : Exception(
    $"{activity} failed: {reason}", inner);
