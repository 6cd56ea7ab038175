namespace JobScheduler;

/// <summary>
/// What the reporter of an attempt is shown of its run: what became of the report. Nothing of the definition, whose headers and body may
/// hold credentials that the reporter has no use for.
/// </summary>
public sealed record ReportedRun
{
    public required string Id { get; init; }

    public required RunState State { get; init; }

    /// <summary>Why it is in this state, if that needs explaining.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of the last attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>Whether its cancellation was requested.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Null: it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>As reported, if it is not larger than 1 MiB.</summary>
    public RawJson? Result { get; init; }

    /// <summary>The last attempt's error, if the run has ended without success.</summary>
    public AttemptError? Error { get; init; }
}
