using System.ComponentModel.DataAnnotations;

namespace JobScheduler;

/// <summary>A spec to preview. Nothing is stored.</summary>
public sealed record PreviewRequest
{
    public const int MostFires = 1000;
    public const int UsualFires = 10;

    public required ScheduleSpec Spec { get; init; }

    /// <summary>Where the preview starts; null: now.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Number of fires.</summary>
    [Range(1, MostFires)]
    public int Count { get; init; } = UsualFires;

    /// <summary>
    /// The job it would belong to, which need not exist. Required, with scheduleId, if the expression has an H, which depends on both ids.
    /// </summary>
    public string? JobId { get; init; }

    /// <summary>The schedule it would create or replace, which need not exist.</summary>
    public string? ScheduleId { get; init; }
}
