namespace JobScheduler.Runs;

/// <summary>How far a run has come: the column <c>step</c> of its token, rewritten by each move.</summary>
public sealed record RunStep
{
    /// <summary>Attempts started so far; also the last fence.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts that were lost.</summary>
    public int Lost { get; init; }

    /// <summary>When the next attempt may start.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When the job was last read and found not paused; null for runs without a job and when it is not known.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Queued: the guard of the message, to be deleted by the claim.</summary>
    public string? Guard { get; init; }

    /// <summary>At its gate: it has not been judged yet by the rule of its gate.</summary>
    public bool Arrives { get; init; }

    /// <summary>Held back, or at its gate: how often its alarm has rung.</summary>
    public int Waits { get; init; }

    /// <summary>Dispatched apart from others, because it lost an attempt or broke a message.</summary>
    public bool Suspect { get; init; }

    /// <summary>
    /// When waiting for the first attempt becomes waiting too long. Null: never, or an attempt has started: a retry waits by the retry
    /// policy, not by the queue's.
    /// </summary>
    /// <remarks>A run that was made after its due time, for a fire that was missed, cannot have waited before.</remarks>
    public DateTimeOffset? QueueDeadline(RunSpec spec)
    {
        var from = DueAt > spec.CreatedAt ? DueAt : spec.CreatedAt;
        return Attempt == 0 && spec.Timeouts.Queue is { } limit && limit < DateTimeOffset.MaxValue - from ? from + limit : null;
    }
}
