using JobScheduler.Shards;

namespace JobScheduler.Runs;

/// <summary>A run as stored in its row.</summary>
public sealed record RunRecord
{
    public required string Id { get; init; }

    public required RunSpec Spec { get; init; }

    public required RunState State { get; init; }

    /// <summary>Why it is in a state that needs explaining: <c>queueTimeout</c>, <c>lost</c>, <c>jobDeleted</c>, …</summary>
    public string? Reason { get; init; }

    /// <summary>The number of the last attempt that was started, and its fence; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>How many attempts have failed; what <c>maxAttempts</c> counts.</summary>
    public int Failures { get; init; }

    /// <summary>How many attempts were lost with their executor.</summary>
    public int Lost { get; init; }

    /// <summary>How many of its limits it has passed for the next attempt, or for the one that is running.</summary>
    public int Passed { get; init; }

    /// <summary>The batch of its ticket, while it waits for a place of a group or has one; null: it does not.</summary>
    public string? Ticket { get; init; }

    /// <summary>When it was last dispatched to a queue.</summary>
    public DateTimeOffset? DispatchedAt { get; init; }

    /// <summary>When its next attempt is due, while it waits for one after the first.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The last claim, or null.</summary>
    public RunClaim? Claim { get; init; }

    public RunProgress? Progress { get; init; }

    /// <summary>Who requested its cancellation, and when.</summary>
    public RunCancel? Cancel { get; init; }

    /// <summary>Null until it has ended.</summary>
    public RunEnd? End { get; init; }

    /// <summary>When its next attempt is due, while it waits for that; otherwise its first one, by which lists are ordered.</summary>
    public DateTimeOffset DueAt => RetryAt ?? Spec.DueAt;

    /// <summary>Its token; none when it has ended.</summary>
    public Token Token { get; init; }
}

/// <summary>The claim of an attempt on its run.</summary>
/// <param name="ClaimId">Unique; proves who has claimed it.</param>
/// <param name="Node">The executing process.</param>
/// <param name="At">When the attempt started.</param>
public sealed record RunClaim(string ClaimId, string Node, DateTimeOffset At);

/// <summary>The last progress that the attempt reported.</summary>
/// <param name="Share">0 to 1; null when unknown.</param>
/// <param name="Message">In the target's words.</param>
/// <param name="At">When.</param>
/// <param name="Logged">Bytes of messages that callbacks of the attempt have added to the run's log; null: none.</param>
public sealed record RunProgress(double? Share, string? Message, DateTimeOffset At, int? Logged = null)
{
    /// <summary>A report after another one; what it leaves out stays as it was.</summary>
    public static RunProgress After(RunProgress? earlier, double? share, string? message, DateTimeOffset at) =>
        new(share ?? earlier?.Share, message ?? earlier?.Message, at, earlier?.Logged);

    /// <summary>What remains when the attempt has ended: who has reported progress and succeeds is done.</summary>
    public RunProgress AtEnd(AttemptOutcome outcome) =>
        outcome == AttemptOutcome.Succeeded && Share is not null ? this with { Share = 1 } : this;
}

/// <summary>What a running attempt has stored with the renewal of its lease.</summary>
/// <param name="Progress">Null: as before.</param>
/// <param name="State">For the next attempt; null: as before.</param>
public readonly record struct AttemptReport(RunProgress? Progress, RawJson? State);

/// <summary>A request to cancel.</summary>
public sealed record RunCancel(DateTimeOffset At, string By);

/// <summary>How a run ended.</summary>
/// <param name="At">When.</param>
/// <param name="Result">The result of the successful attempt; null for none.</param>
/// <param name="Error">The error of the last attempt, if it did not succeed.</param>
public sealed record RunEnd(DateTimeOffset At, Payload? Result, AttemptError? Error);

/// <summary>The values of a run's <c>reason</c>.</summary>
public static class RunReasons
{
    public const string QueueTimeout = "queueTimeout";
    public const string JobDeleted = "jobDeleted";
    public const string JobPaused = "jobPaused";
    public const string Canceled = "canceled";
    public const string Withdrawn = "withdrawn";
    public const string Overlap = "overlap";
    public const string Concurrency = "concurrency";
    public const string Missed = "missed";
    public const string Lost = "lost";
    public const string NotRetryable = "notRetryable";
    public const string AttemptsUsedUp = "attemptsUsedUp";
}
