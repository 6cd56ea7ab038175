namespace JobScheduler.Client;

/// <summary>The status of a job: a projection of its runs.</summary>
public sealed record JobStatus
{
    public required JobStatusKind Status { get; init; }

    /// <summary>The newest ended run; null for none.</summary>
    public Run? LastRun { get; init; }

    /// <summary>When its next run or fire is due; null: nothing is planned.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>How many runs are in each state that is not an end; counting stops at 1,000.</summary>
    public IReadOnlyDictionary<RunState, int> Unfinished
    {
        get => field ?? new Dictionary<RunState, int>();
        init;
    }
}
