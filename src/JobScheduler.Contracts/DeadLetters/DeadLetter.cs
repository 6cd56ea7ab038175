namespace JobScheduler;

/// <summary>A run, or a raw message, that gave up; kept until redriven or purged.</summary>
public sealed record DeadLetter
{
    public required string Id { get; init; }

    /// <summary>Null for a raw message.</summary>
    public string? RunId { get; init; }

    public string? JobId { get; init; }

    public required DeadLetterCause Cause { get; init; }

    public AttemptError? Error { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>The body of an unreadable message; null for a run.</summary>
    public string? Message { get; init; }
}

/// <summary>What dead letters have in common: the failure name, the handler or host, and the message without numbers and ids.</summary>
/// <param name="Id">Stable over time and across processes; use it in filters.</param>
/// <param name="Title">Human-readable.</param>
public sealed record DeadLetterCause(string Id, string Title);

/// <summary>How often a cause occurs.</summary>
/// <param name="Id">Use it in filters.</param>
/// <param name="Title">Human-readable.</param>
/// <param name="Count">Number of dead letters.</param>
/// <param name="First">When the oldest gave up.</param>
/// <param name="Last">When the newest gave up.</param>
public sealed record CauseCount(string Id, string Title, int Count, DateTimeOffset First, DateTimeOffset Last);
