using JobScheduler.DeadLetters;
using JobScheduler.Runs;
using JobScheduler.Schedules;

namespace JobScheduler.Operations;

/// <summary>What an operation is to do, and how far it is: the column <c>plan</c> of its row.</summary>
public sealed record OperationPlan
{
    public required string Kind { get; init; }

    public required string Actor { get; init; }

    public OperationState State { get; init; }

    public string? Error { get; init; }

    public int Done { get; init; }

    public int? Total { get; init; }

    /// <summary>Redrive and purge: which dead letters.</summary>
    public DeadLetterQuery? DeadLetters { get; init; }

    /// <summary>Cancel: which runs.</summary>
    public RunQuery? Runs { get; init; }

    /// <summary>Backfill: which fires.</summary>
    public BackfillPlan? Backfill { get; init; }

    /// <summary>At most so many.</summary>
    public int Max { get; init; }

    public double? PerSecond { get; init; }

    public int Canary { get; init; }

    /// <summary>Runs of the canary that have not ended yet.</summary>
    public IReadOnlyList<string> CanaryRuns { get; init; } = [];

    /// <summary>
    /// Records of the step under way, written before they are touched: after a crash the step is done again, and what was
    /// done before is counted, not repeated.
    /// </summary>
    public IReadOnlyList<string> Page { get; init; } = [];

    /// <summary>Where the list goes on after this page; null at the start and at the end.</summary>
    public string? Continuation { get; init; }

    /// <summary>True: the list has been read to its end.</summary>
    public bool Listed { get; init; }

    /// <summary>Only records older than the operation are touched, so that it ends.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The earliest time of the next step, when there is a rate.</summary>
    public DateTimeOffset NotBefore { get; init; }
}
