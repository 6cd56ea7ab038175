using System.ComponentModel.DataAnnotations;
using JobScheduler.Shards;

namespace JobScheduler.Execution;

/// <summary>How runs are executed. Configuration section <c>Execution</c>.</summary>
public sealed class ExecutionOptions
{
    public const string Section = "Execution";

    /// <summary>How many handlers run in this process at once. Default 20.</summary>
    [Range(1, 10_000)]
    public int Workers { get; set; } = 20;

    /// <summary>
    /// How many calls over HTTP this process waits for at once. They hold no places of handlers, and cost little. Default 256.
    /// </summary>
    [Range(1, 10_000)]
    public int HttpCalls { get; set; } = 256;

    /// <summary>
    /// The name of this process in attempts and logs. Default: machine name and a random part.
    /// </summary>
    [RegularExpression("[A-Za-z0-9._-]{1,100}")]
    public string? NodeId { get; set; }

    /// <summary>How long running work may go on after a stop was requested before it is handed back. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long what was told to end may take when the stop is hurried: it has to be written within the second.</summary>
    internal static readonly TimeSpan EndingInAHurry = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// After the grace period: how long what was told to end may take before it is left to itself. A third of the grace period, at least
    /// 1 s and at most what a cancel allows, because whoever gives a short one has little time in all.
    /// </summary>
    internal TimeSpan EndingAtStop()
    {
        var share = GracePeriod / 3;
        var least = TimeSpan.FromSeconds(1);
        return share < least ? least : share < LeaseTimes.CancelGrace ? share : LeaseTimes.CancelGrace;
    }
}
