namespace JobScheduler;

/// <summary>A run, or a raw message, that gave up; kept until it is redriven or purged.</summary>
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

/// <summary>What dead letters have in common: failure name, place, and the message without its numbers and ids.</summary>
/// <param name="Id">Stable over time and processes; for filters.</param>
/// <param name="Title">For people.</param>
public sealed record DeadLetterCause(string Id, string Title);

/// <summary>How often a cause occurs.</summary>
/// <param name="Id">For filters.</param>
/// <param name="Title">For people.</param>
/// <param name="Count">How often.</param>
/// <param name="First">The oldest.</param>
/// <param name="Last">The newest.</param>
public sealed record CauseCount(string Id, string Title, int Count, DateTimeOffset First, DateTimeOffset Last);
