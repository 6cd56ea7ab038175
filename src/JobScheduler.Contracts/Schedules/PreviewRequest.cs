using System.ComponentModel.DataAnnotations;

namespace JobScheduler;

/// <summary>A spec whose fires are asked for. Nothing is stored.</summary>
public sealed record PreviewRequest
{
    public const int MostFires = 1000;
    public const int UsualFires = 10;

    public required ScheduleSpec Spec { get; init; }

    /// <summary>From when; null: now.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many fires.</summary>
    [Range(1, MostFires)]
    public int Count { get; init; } = UsualFires;

    /// <summary>
    /// The job it would belong to. Needed with scheduleId when the expression has an H, which falls by these names. It need not exist.
    /// </summary>
    public string? JobId { get; init; }

    /// <summary>The schedule it would be, or replace. It need not exist.</summary>
    public string? ScheduleId { get; init; }
}
