namespace JobScheduler.Client;

/// <summary>What happens to wall-clock times that a change of the clocks skips or repeats. What is null is auto.</summary>
public sealed record DstPolicy
{
    /// <summary>Times that do not exist. Default auto.</summary>
    public GapRule? Gap { get; init; }

    /// <summary>Times that exist twice. Default auto.</summary>
    public RepeatRule? Overlap { get; init; }
}
