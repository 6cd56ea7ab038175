namespace JobScheduler.Runs;

/// <summary>The values of a run's <c>reason</c>.</summary>
public static class RunReasons
{
    public const string QueueTimeout = "queueTimeout";
    public const string JobDeleted = "jobDeleted";
    public const string JobPaused = "jobPaused";
    public const string Canceled = "canceled";
    public const string Withdrawn = "withdrawn";
    public const string Overlap = "overlap";
    public const string Missed = "missed";
    public const string Lost = "lost";
    public const string NotRetryable = "notRetryable";
    public const string AttemptsUsedUp = "attemptsUsedUp";
}
