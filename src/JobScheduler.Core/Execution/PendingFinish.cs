using JobScheduler.Runs;

namespace JobScheduler.Execution;

/// <summary>An attempt whose target has ended, and which is not yet written.</summary>
/// <param name="Running">The attempt.</param>
/// <param name="End">How it ended; null: the target took the work and completes it through the API.</param>
/// <param name="Result">Of a success.</param>
internal sealed record PendingFinish(RunningAttempt Running, AttemptEnd? End, Payload? Result)
{
    /// <summary>Rows found missing or in the way when it was written.</summary>
    public HashSet<string> Skip { get; } = new(StringComparer.Ordinal);

    /// <summary>The lease, as the next try has to name it.</summary>
    public OpenRun Run { get; set; } = Running.Run;

    public string? LeaseETag { get; set; } = Running.LeaseETag;

    public bool CancelRequested { get; set; } = Running.CancelRequested;
}
