using System.ComponentModel.DataAnnotations;

namespace JobScheduler;

/// <summary>Runs for all nominal times in a past range, in order; at most 10,000.</summary>
public sealed record BackfillRequest
{
    /// <summary>Unfinished runs of one backfill at a time, at most.</summary>
    public const int MostConcurrent = 100;

    /// <summary>Identifies the backfill within the schedule: the same id again is the same operation. Generated if omitted.</summary>
    public string? Id { get; init; }

    /// <summary>The start of the range, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The end of the range, not included; not in the future.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How many of its runs may be unfinished at a time.</summary>
    [Range(1, MostConcurrent)]
    public int MaxConcurrency { get; init; } = 1;
}
