using System.Text.Json;

namespace JobScheduler.Runs;

/// <summary>
/// What requests under an idempotency key are compared by: the text of everything that they say, without the key. Names and order of its
/// members must never change: a key that was used before an upgrade would meet another text after it.
/// </summary>
internal static class RequestText
{
    public static string Of(RunRequest request) => JsonSerializer.Serialize(
        new AskedRun
        {
            JobId = request.JobId,
            Target = request.Target,
            Name = request.Name,
            Input = request.Input,
            Priority = request.Priority,
            Labels = Sorted(request.Labels),
            At = request.At,
            After = request.After,
            Retry = request.Retry,
            Timeouts = request.Timeouts,
            Retention = request.Retention,
            ObeysOverlap = request.Overlap is { } overlap ? overlap == OverlapChoice.Obey : null,
        },
        RunJson.Compact.AskedRun);

    public static string Of(TriggerRequest request) => JsonSerializer.Serialize(
        new AskedTrigger
        {
            Input = request.Input,
            Priority = request.Priority,
            Labels = request.Labels,
            At = request.At,
            After = request.After,
            ObeysOverlap = request.Overlap == OverlapChoice.Obey,
        },
        RunJson.Compact.AskedTrigger);

    private static SortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string> labels) =>
        new(new Dictionary<string, string>(labels), StringComparer.Ordinal);
}

/// <summary>A <see cref="RunRequest"/> as it is compared.</summary>
internal sealed record AskedRun
{
    public string? JobId { get; init; }

    public Target? Target { get; init; }

    public string? Name { get; init; }

    public RawJson? Input { get; init; }

    public Priority? Priority { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public DateTimeOffset? At { get; init; }

    public TimeSpan? After { get; init; }

    public RetryPolicy? Retry { get; init; }

    public Timeouts? Timeouts { get; init; }

    public TimeSpan? Retention { get; init; }

    public bool? ObeysOverlap { get; init; }
}

/// <summary>A <see cref="TriggerRequest"/> as it is compared.</summary>
internal sealed record AskedTrigger
{
    public RawJson? Input { get; init; }

    public Priority? Priority { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public DateTimeOffset? At { get; init; }

    public TimeSpan? After { get; init; }

    public required bool ObeysOverlap { get; init; }
}
