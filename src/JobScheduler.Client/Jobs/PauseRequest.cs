namespace JobScheduler.Client;

/// <summary>How to pause a job or a schedule.</summary>
public sealed record PauseRequest
{
    /// <summary>Why, in your words.</summary>
    public string? Note { get; init; }

    /// <summary>When it resumes by itself; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True cancels the runs that have not started; otherwise a job holds them, and those of a schedule go on.</summary>
    public bool? WithdrawPending { get; init; }
}
