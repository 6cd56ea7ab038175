using System.Text.Json.Serialization;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>What was accepted: never changes. The column <c>spec</c> of a run and of its tokens.</summary>
public sealed record RunSpec
{
    public required string Tenant { get; init; }

    public string? JobId { get; init; }

    /// <summary>The version of the job when the run was accepted; null without a job.</summary>
    public int? JobVersion { get; init; }

    public string? ScheduleId { get; init; }

    public string? BatchId { get; init; }

    /// <summary>For runs without a job.</summary>
    public string? Name { get; init; }

    /// <summary>Null if it is too large for the row; then <see cref="TargetBlob"/> names it.</summary>
    public Target? Target { get; init; }

    public string? TargetBlob { get; init; }

    /// <summary>The host of an HTTP target that is in a blob; null: the target is in the row, or is no HTTP target.</summary>
    public string? TargetHost { get; init; }

    /// <summary>What its target has in common with others.</summary>
    [JsonIgnore]
    public TargetClass Class => TargetBlob is null ? TargetClass.Of(Target) : new TargetClass(TargetHost);

    public Payload? Input { get; init; }

    /// <summary>
    /// True: nothing gave it an input of its own, so it has that of its job, which may be none. Null: it has its own, or was accepted by a
    /// version that did not record this.
    /// </summary>
    public bool? HasInputOfJob { get; init; }

    public Priority Priority { get; init; }

    public RetryPolicy Retry { get; init; } = new();

    public Timeouts Timeouts { get; init; } = new();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public TimeSpan Retention { get; init; }

    /// <summary>The time the run stands for.</summary>
    public DateTimeOffset NominalAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first attempt may start.</summary>
    public DateTimeOffset DueAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The run that this one repeats.</summary>
    public string? RedriveOf { get; init; }

    /// <summary>
    /// The gate that it passes, such as that of its schedule's overlap rule; its end is reported to the gate. Null: none.
    /// </summary>
    public string? Gate { get; init; }

    /// <summary>What happens if the gate is taken. Null: it ignores the gate, but its end is reported to it.</summary>
    public OverlapRule? Overlap { get; init; }

    /// <summary>What it has to pass before each attempt, in this order, after <see cref="Gate"/>; null: nothing.</summary>
    public IReadOnlyList<RunLimit>? Limits { get; init; }

    /// <summary>Among the runs of its job, those of one value take turns with those of others: a hash of the value; null: none.</summary>
    public string? Fair { get; init; }

    /// <summary>Its line in the backlog of its tenant: lines take turns.</summary>
    [JsonIgnore]
    public string BacklogLine => Fair is null ? Class.Name : $"{Class.Name}.{Fair}";

    /// <summary>True: its schedule waits for its end.</summary>
    public bool IsAwaited { get; init; }

    /// <summary>The fires that it stands for, including its own; null for a single one.</summary>
    public MissedFires? Missed { get; init; }

    /// <summary>Hash of the idempotency key it was accepted under; names the key's row.</summary>
    public string? KeyHash { get; init; }
}
