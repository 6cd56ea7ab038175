using JobScheduler.Runs;

namespace JobScheduler.DeadLetters;

/// <summary>A run, or a raw message, that gave up; kept until it is redriven or purged.</summary>
public sealed record DeadLetter
{
    public required string Id { get; init; }

    /// <summary>Null for a raw message.</summary>
    public string? RunId { get; init; }

    public string? JobId { get; init; }

    public required DeadLetterCause Cause { get; init; }

    public AttemptError? Error { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>The body of an unreadable message; null for a run.</summary>
    public string? Message { get; init; }
}

/// <summary>What dead letters have in common: failure name, place, and the message without its numbers and ids.</summary>
/// <param name="Id">Stable over time and processes.</param>
/// <param name="Title">For people.</param>
public sealed record DeadLetterCause(string Id, string Title);

/// <summary>How often a cause occurs.</summary>
public sealed record CauseCount(DeadLetterCause Cause, int Count, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Which dead letters; all given conditions must hold.</summary>
public sealed record DeadLetterFilter(string? JobId = null, string? Cause = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>A redrive of many.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Max">At most so many, 1 to 100,000.</param>
/// <param name="PerSecond">At this rate; null: as fast as they are accepted.</param>
/// <param name="Canary">So many first; the rest only when all of them succeeded. 0: none.</param>
public sealed record RedrivePlan(DeadLetterFilter Filter, int Max = 1000, double? PerSecond = null, int Canary = 0);
