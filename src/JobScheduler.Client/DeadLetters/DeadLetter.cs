namespace JobScheduler.Client;

/// <summary>A run, or a raw message, that gave up; kept until it is redriven or purged.</summary>
public sealed record DeadLetter
{
    public required string Id { get; init; }

    /// <summary>Null for a raw message.</summary>
    public string? RunId { get; init; }

    public string? JobId { get; init; }

    public required DeadLetterCause Cause { get; init; }

    public RunError? Error { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset DeadAt { get; init; }

    /// <summary>The body of an unreadable message; null for a run.</summary>
    public string? Message { get; init; }
}
