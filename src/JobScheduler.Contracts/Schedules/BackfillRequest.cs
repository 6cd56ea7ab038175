using System.ComponentModel.DataAnnotations;

namespace JobScheduler;

/// <summary>Runs for all nominal times of a past range, in order; at most 10,000.</summary>
public sealed record BackfillRequest
{
    /// <summary>Unfinished runs of one backfill at a time.</summary>
    public const int MostConcurrent = 100;

    /// <summary>Names the backfill within the schedule: the same id again is the same operation. Made up when none is given.</summary>
    public string? Id { get; init; }

    /// <summary>The first instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant beyond; not in the future.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Unfinished runs of it at a time.</summary>
    [Range(1, MostConcurrent)]
    public int MaxConcurrency { get; init; } = 1;
}
