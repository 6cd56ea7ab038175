using System.ComponentModel.DataAnnotations;

namespace JobScheduler;

/// <summary>What a schedule will do.</summary>
/// <param name="Fires">In chronological order.</param>
/// <param name="Skipped">The times skipped in between, in chronological order; at most the earliest 1,000.</param>
public sealed record FirePreview(IReadOnlyList<PreviewedFire> Fires, IReadOnlyList<SkippedFire> Skipped)
{
    /// <summary>The schedule or its job is paused. Notes of fires say which do not run, or wait until the pause is over.</summary>
    public bool Paused { get; init; }

    /// <summary>When the pause ends by itself; null: it does not, or there is none.</summary>
    public DateTimeOffset? ResumeAt { get; init; }
}

/// <summary>An upcoming fire.</summary>
/// <param name="NominalAt">The nominal time.</param>
/// <param name="LocalTime">The same on the wall clock of the schedule's time zone, with the offset: 2026-03-29T03:00:00+02:00.</param>
/// <param name="Notes">Human-readable remarks, such as how a clock change or a calendar moved it, or that a pause holds it.</param>
public sealed record PreviewedFire(DateTimeOffset NominalAt, string LocalTime, IReadOnlyList<string> Notes);

/// <summary>A time that the expression or interval matches, but at which the schedule does not fire.</summary>
/// <param name="LocalTime">On the wall clock; without an offset if it does not exist: 2026-03-29T02:30:00.</param>
/// <param name="Reason">Human-readable.</param>
public sealed record SkippedFire(string LocalTime, string Reason);

/// <summary>An upcoming fire of one of many schedules.</summary>
/// <param name="JobId">The job that the schedule belongs to.</param>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="NominalAt">The nominal time.</param>
/// <param name="LocalTime">The same on the wall clock of the schedule's time zone, with the offset.</param>
/// <param name="Notes">Human-readable remarks, such as how a clock change or a calendar moved it, or that a pause holds it.</param>
public sealed record UpcomingFire(string JobId, string ScheduleId, DateTimeOffset NominalAt, string LocalTime, IReadOnlyList<string> Notes);

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
