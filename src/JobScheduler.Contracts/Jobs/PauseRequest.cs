namespace JobScheduler;

/// <summary>How to pause a job or a schedule. The body is optional.</summary>
public sealed record PauseRequest
{
    /// <summary>Why; at most 2,000 characters.</summary>
    [TextLength(JobDefinition.LongestDescription, lines: true)]
    public string? Note { get; init; }

    /// <summary>When it resumes automatically; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// Cancels the runs that have not started. Otherwise a job holds them, and a schedule lets those that are already due proceed.
    /// </summary>
    public bool WithdrawPending { get; init; }
}
