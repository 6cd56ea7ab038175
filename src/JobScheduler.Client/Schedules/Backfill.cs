namespace JobScheduler.Client;

/// <summary>Runs for all nominal times of a past range, in order.</summary>
public sealed record Backfill
{
    /// <summary>
    /// <c>[a-z0-9][a-z0-9._-]{0,99}</c>; within its schedule, the same id again is the same backfill and not a second one. Null lets the
    /// client make one, so that its own repeats cannot double the runs.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The first instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant beyond; not in the future.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How many of its runs may be unfinished at a time, 1 to 100. Default 1.</summary>
    public int? MaxConcurrency { get; init; }
}
