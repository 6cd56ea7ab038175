using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>One execution of a job or of a target, from accepted to its end.</summary>
public sealed record Run
{
    public required string Id { get; init; }

    /// <summary>Null for a run with a target of its own.</summary>
    public string? JobId { get; init; }

    /// <summary>The version of the job it was accepted with, and keeps.</summary>
    public int? JobVersion { get; init; }

    public string? ScheduleId { get; init; }

    public string? BatchId { get; init; }

    public string? Name { get; init; }

    public required RunState State { get; init; }

    /// <summary>Why it is in a state that needs explaining: <c>queueTimeout</c>, <c>lost</c>, <c>jobDeleted</c>, <c>overlap</c>, <c>missed</c>, …</summary>
    public string? Reason { get; init; }

    public Priority Priority { get; init; }

    public IReadOnlyDictionary<string, string> Labels
    {
        get => field ?? new Dictionary<string, string>();
        init;
    }

    /// <summary>The time it stands for.</summary>
    public DateTimeOffset NominalAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the next attempt may start.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When it was last handed to a queue.</summary>
    public DateTimeOffset? DispatchedAt { get; init; }

    /// <summary>When the last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The number of the last attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    public int MaxAttempts { get; init; }

    /// <summary>Attempts lost with their executor; not counted as failures.</summary>
    public int Lost { get; init; }

    /// <summary>0 to 1, as the attempt last reported it.</summary>
    public double? Progress { get; init; }

    public string? ProgressMessage { get; init; }

    /// <summary>When cancel was asked for; null: never.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Null in lists when it is larger than a few KiB.</summary>
    public Target? Target { get; init; }

    /// <summary>Null in lists when it is larger than 8 KiB.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>
    /// The result when it is JSON and of up to 1 MiB, in lists 8 KiB; <see cref="RunsClient.GetResultAsync"/> has it in any case.
    /// </summary>
    public JsonElement? Result { get; init; }

    /// <summary>Of the last attempt, when the run did not succeed.</summary>
    public RunError? Error { get; init; }

    /// <summary>For a run that catches up, or that says what was skipped; otherwise null.</summary>
    public MissedFires? Missed { get; init; }

    /// <summary>The run that this one repeats.</summary>
    public string? RedriveOf { get; init; }

    public string? CreatedBy { get; init; }

    /// <summary>True: it was accepted before under the same idempotency key, and this answers with it. It is no member of the JSON.</summary>
    [JsonIgnore]
    public bool Replayed { get; init; }

    /// <summary>Whether it has ended and will never change.</summary>
    [JsonIgnore]
    public bool HasEnded => EndedAt is not null || State.IsEnd();

    /// <summary>The result as a value; default when there is none here.</summary>
    /// <exception cref="JsonException">It is of another shape.</exception>
    public T? ResultAs<T>(JsonTypeInfo<T> type) => Result is { } json ? json.Deserialize(type) : default;

    /// <summary>The result as a value, by reflection, camelCase; default when there is none here.</summary>
    /// <exception cref="JsonException">It is of another shape.</exception>
    [RequiresUnreferencedCode(ByReflection.Warning)]
    [RequiresDynamicCode(ByReflection.Warning)]
    public T? ResultAs<T>() => Result is { } json ? json.Deserialize<T>(ByReflection.Options) : default;
}
