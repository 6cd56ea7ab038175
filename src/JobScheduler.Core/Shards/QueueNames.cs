namespace JobScheduler.Shards;

/// <summary>The queues of the system.</summary>
public static class QueueNames
{
    public const string High = "runs-high";
    public const string Normal = "runs-normal";
    public const string Low = "runs-low";

    /// <summary>Runs that lost two attempts or whose message was given up: one at a time.</summary>
    public const string Suspect = "suspect";

    public const string PoisonSuffix = "-poison";

    /// <summary>The queues that executors serve, in order of priority.</summary>
    public static readonly IReadOnlyList<string> Executed = [High, Normal, Low, Suspect];

    public static string Of(Priority priority) => priority switch
    {
        Priority.High => High,
        Priority.Normal => Normal,
        Priority.Low => Low,
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "unknown priority"),
    };

    public static string Poison(string queue) => queue + PoisonSuffix;
}
