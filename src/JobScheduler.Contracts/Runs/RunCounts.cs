namespace JobScheduler;

/// <summary>How many runs match, by state.</summary>
public sealed record RunCounts
{
    /// <summary>All states, also those that no run is in.</summary>
    public required IReadOnlyDictionary<RunState, int> Counts { get; init; }

    /// <summary>The sum of the counts.</summary>
    public required int Total { get; init; }

    /// <summary>
    /// False: counting stopped, after five seconds or about 100,000 runs, and there are at least this many. A narrower filter is exact.
    /// </summary>
    public required bool Exact { get; init; }
}
