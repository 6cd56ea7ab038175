using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>How the work of a target that completes by callback ended.</summary>
public sealed record Completion
{
    /// <summary>The attempt's fence, from the header JobScheduler-Fence; any other than the running attempt's is refused.</summary>
    public required long Fence { get; init; }

    public required CompletionOutcome Outcome { get; init; }

    /// <summary>Any JSON; only if it succeeded.</summary>
    public RawJson? Result { get; init; }

    /// <summary>Required if it failed, and only then allowed.</summary>
    public AttemptError? Error { get; init; }

    /// <summary>Whether another attempt makes sense.</summary>
    public bool Retryable { get; init; } = true;

    /// <summary>The work is done.</summary>
    public static Completion Succeeded(long fence, RawJson? result = null) =>
        new() { Fence = fence, Outcome = CompletionOutcome.Succeeded, Result = result };

    /// <summary>The work failed; the run's retry policy decides what follows.</summary>
    public static Completion Failed(long fence, string type, string message = "", bool retryable = true) =>
        new() { Fence = fence, Outcome = CompletionOutcome.Failed, Error = new AttemptError(type, message), Retryable = retryable };
}

/// <summary>How a target that completes by callback says its work ended.</summary>
[JsonConverter(typeof(WordConverter<CompletionOutcome>))]
public enum CompletionOutcome
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    Succeeded = 0,
    Failed,
}

/// <summary>A heartbeat of a target that completes by callback.</summary>
public sealed record HeartbeatReport
{
    /// <summary>The attempt's fence, from the header JobScheduler-Fence.</summary>
    public required long Fence { get; init; }

    /// <summary>0 to 1; null when unknown.</summary>
    public double? Progress { get; init; }

    /// <summary>Human-readable.</summary>
    public string? Message { get; init; }
}

/// <summary>The answer to a heartbeat.</summary>
/// <param name="CancelRequested">True: the target should stop.</param>
public sealed record HeartbeatAnswer(bool CancelRequested);
