using JobScheduler.Text;

namespace JobScheduler.Jobs;

/// <summary>Bounds of the limits of time.</summary>
public static class TimeoutRules
{
    /// <summary>365 days.</summary>
    public static readonly TimeSpan LongestQueue = TimeSpan.FromDays(365);

    /// <summary>30 days.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromDays(30);

    /// <summary>3,650 days.</summary>
    public static readonly TimeSpan LongestRetention = TimeSpan.FromDays(3650);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromSeconds(1);

    public static void Check(Timeouts timeouts, string path, ErrorList errors)
    {
        CheckSpan(timeouts.Queue, ErrorList.Path(path, "queue"), Shortest, LongestQueue, errors);
        CheckSpan(timeouts.Run, ErrorList.Path(path, "run"), Shortest, LongestRun, errors);
        CheckSpan(timeouts.Heartbeat, ErrorList.Path(path, "heartbeat"), Shortest, LongestRun, errors);
        if (timeouts.Heartbeat > timeouts.Run)
        {
            errors.Add(ErrorList.Path(path, "heartbeat"), $"is longer than run ({Duration.Format(timeouts.Run)}), so it would never act");
        }
    }

    public static void CheckRetention(TimeSpan? retention, string path, ErrorList errors) =>
        CheckSpan(retention, path, ShortestRetention, LongestRetention, errors);

    private static void CheckSpan(TimeSpan? value, string path, TimeSpan shortest, TimeSpan longest, ErrorList errors)
    {
        if (value < shortest || value > longest)
        {
            errors.Add(path, $"must be {Duration.Format(shortest)} to {Duration.Format(longest)}");
        }
    }
}
