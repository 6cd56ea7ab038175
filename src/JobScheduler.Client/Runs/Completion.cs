using System.Text.Json;

namespace JobScheduler.Client;

/// <summary>How the work of a target that completes by callback ended.</summary>
public sealed record Completion
{
    /// <summary>Of the attempt, from the header <c>JobScheduler-Fence</c>; another one than the running attempt's is refused.</summary>
    public required long Fence { get; init; }

    public required CompletionOutcome Outcome { get; init; }

    /// <summary>Any JSON, when it succeeded.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Required when it failed.</summary>
    public RunError? Error { get; init; }

    /// <summary>Whether another attempt makes sense. Default true.</summary>
    public bool? Retryable { get; init; }

    /// <summary>The work is done.</summary>
    public static Completion Succeeded(long fence, JsonElement? result = null) =>
        new() { Fence = fence, Outcome = CompletionOutcome.Succeeded, Result = result };

    /// <summary>The work failed; the run's retry policy decides what follows.</summary>
    public static Completion Failed(long fence, string type, string? message = null, bool retryable = true) =>
        new() { Fence = fence, Outcome = CompletionOutcome.Failed, Error = new RunError(type, message), Retryable = retryable };
}
