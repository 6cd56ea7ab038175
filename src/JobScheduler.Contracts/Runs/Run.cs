using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>One execution, from acceptance to its end.</summary>
public sealed record Run
{
    public required string Id { get; init; }

    /// <summary>Null for a run with a target of its own.</summary>
    public string? JobId { get; init; }

    /// <summary>The job version it was accepted with, and keeps.</summary>
    public int? JobVersion { get; init; }

    public string? ScheduleId { get; init; }

    public string? BatchId { get; init; }

    public string? Name { get; init; }

    public required RunState State { get; init; }

    /// <summary>Why it is in this state, if that needs explaining: queueTimeout, lost, jobDeleted, overlap, missed, …</summary>
    public string? Reason { get; init; }

    public required Priority Priority { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The nominal time that the run stands for.</summary>
    public required DateTimeOffset NominalAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// While it waits for another attempt, when that is due; otherwise when the first was. Lists are ordered, and filtered, by the first.
    /// </summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was last handed to a queue.</summary>
    public DateTimeOffset? DispatchedAt { get; init; }

    /// <summary>When the last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The number of the last attempt; 0 before the first.</summary>
    public required int Attempt { get; init; }

    public required int MaxAttempts { get; init; }

    /// <summary>How many attempts were lost with their executor; not counted as failures.</summary>
    public required int Lost { get; init; }

    /// <summary>0 to 1, as last reported by the attempt.</summary>
    public double? Progress { get; init; }

    /// <summary>The message that came with the progress.</summary>
    public string? ProgressMessage { get; init; }

    /// <summary>When its cancellation was requested; null: never.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Null in lists if it is larger than a few KiB.</summary>
    public Target? Target { get; init; }

    /// <summary>Any JSON. Null in lists if it is larger than 8 KiB.</summary>
    public RawJson? Input { get; init; }

    /// <summary>
    /// The result, if it is JSON. Null if it is not, if it is larger than 1 MiB, and in lists if it is larger than 8 KiB;
    /// GET /runs/{runId}/result always returns it.
    /// </summary>
    public RawJson? Result { get; init; }

    /// <summary>The last attempt's error, if the run did not succeed.</summary>
    public AttemptError? Error { get; init; }

    /// <summary>The missed fires of its schedule that the run stands for; null: none.</summary>
    public MissedFires? Missed { get; init; }

    /// <summary>The run that this one repeats.</summary>
    public string? RedriveOf { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>True: it was accepted before under the same idempotency key. Taken from the status of the response.</summary>
    [JsonIgnore]
    public bool Replayed { get; init; }

    /// <summary>Whether it has ended and will never change.</summary>
    [JsonIgnore]
    public bool HasEnded => EndedAt is not null || State.IsTerminal();
}

/// <summary>Fires that one record stands for: how many, and the nominal times of the first and the last.</summary>
public sealed record MissedFires(int Count, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>Both combined; either may be null.</summary>
    public static MissedFires? Join(MissedFires? earlier, MissedFires? later) =>
        earlier is null ? later
        : later is null ? earlier
        : new MissedFires(earlier.Count + later.Count, earlier.First, later.Last);

    /// <summary>One more, later than all before.</summary>
    public static MissedFires And(MissedFires? earlier, DateTimeOffset nominal) =>
        new((earlier?.Count ?? 0) + 1, earlier?.First ?? nominal, nominal);
}
