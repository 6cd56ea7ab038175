namespace JobScheduler.Schedules;

/// <summary>What a backfill is to do, and how far it is: part of its operation.</summary>
public sealed record BackfillPlan
{
    public required string Job { get; init; }

    public required string Schedule { get; init; }

    /// <summary>Part of the ids of its runs, so that a step that is done again makes no second ones.</summary>
    public required string Name { get; init; }

    /// <summary>As it was when the backfill was asked for.</summary>
    public required ScheduleSpec Spec { get; init; }

    public DateTimeOffset From { get; init; }

    public DateTimeOffset To { get; init; }

    public int MaxConcurrency { get; init; }

    /// <summary>Nominal times up to here have their runs.</summary>
    public DateTimeOffset Cursor { get; init; }

    /// <summary>Runs that have not ended yet.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];
}
