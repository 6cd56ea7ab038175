using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>A request for one run: of a job, or with a target of its own.</summary>
public sealed record RunRequest
{
    /// <summary>The job; null when <see cref="Target"/> is given.</summary>
    public string? JobId { get; init; }

    /// <summary>What to execute, for a run without a job.</summary>
    public Target? Target { get; init; }

    /// <summary>The name of a run without a job.</summary>
    [TextLength(JobDefinition.LongestName)]
    public string? Name { get; init; }

    /// <summary>Any JSON; null: the job's, if there is one.</summary>
    public RawJson? Input { get; init; }

    /// <summary>Null: the job's, or normal for a run without a job.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Added to the job's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it is due; a time in the past means now. At most one of <see cref="At"/> and <see cref="After"/>.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Due this long after acceptance.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>The retry policy of a run without a job; a run of a job takes the job's.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The timeouts of a run without a job; a run of a job takes the job's.</summary>
    public Timeouts? Timeouts { get; init; }

    /// <summary>How long an ended run without a job is kept; a run of a job takes the job's. Default 30d.</summary>
    [DurationRange("1s", "3650d")]
    public TimeSpan? Retention { get; init; }

    /// <summary>
    /// Only for a run of a job. obey: the overlap rule of the job's only schedule applies, as it does to a fire; only for a run that is due
    /// now, and refused if the job has several schedules. ignore: it runs regardless. Default ignore.
    /// </summary>
    public OverlapChoice? Overlap { get; init; }

    /// <summary>
    /// 1 to 200 printable ASCII characters. The same key and request give the same run for at least 24 h; a different request is refused.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Whether an overlap rule applies to a manual run, as it does to a fire.</summary>
[JsonConverter(typeof(WordConverter<OverlapChoice>))]
public enum OverlapChoice
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    Obey = 0,

    /// <summary>It runs regardless.</summary>
    Ignore,
}

/// <summary>What became of one item of a bulk submission: a run or a problem.</summary>
public sealed record BulkOutcome
{
    /// <summary>The accepted run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Run? Run { get; init; }

    /// <summary>Why the item was refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Problem? Problem { get; init; }
}
