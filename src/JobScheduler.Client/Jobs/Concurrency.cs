namespace JobScheduler.Client;

/// <summary>Limits of how many runs of a job run at once. Servers that have none yet refuse values other than null.</summary>
public sealed record Concurrency
{
    public int? Max { get; init; }

    /// <summary>A limit shared with other jobs.</summary>
    public string? Group { get; init; }
}
