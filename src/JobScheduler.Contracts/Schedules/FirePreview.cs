namespace JobScheduler;

/// <summary>What a schedule is going to do.</summary>
/// <param name="Fires">In order of time.</param>
/// <param name="Skipped">What is skipped meanwhile, in order of time; at most 1,000, the earliest.</param>
public sealed record FirePreview(IReadOnlyList<PreviewedFire> Fires, IReadOnlyList<SkippedFire> Skipped);

/// <summary>An upcoming fire.</summary>
/// <param name="NominalAt">The instant.</param>
/// <param name="LocalTime">The same on the wall clock of the schedule's zone, with its offset: 2026-03-29T03:00:00+02:00.</param>
/// <param name="Notes">What was done to it, for people: moved by a change of the clocks or by a calendar.</param>
public sealed record PreviewedFire(DateTimeOffset NominalAt, string LocalTime, IReadOnlyList<string> Notes);

/// <summary>A time at which the schedule does not fire, although its expression or interval names it.</summary>
/// <param name="LocalTime">On the wall clock; without an offset when it does not exist: 2026-03-29T02:30:00.</param>
/// <param name="Reason">For people.</param>
public sealed record SkippedFire(string LocalTime, string Reason);

/// <summary>An upcoming fire of one of many schedules.</summary>
/// <param name="JobId">Whose schedule.</param>
/// <param name="ScheduleId">Which one.</param>
/// <param name="NominalAt">The instant.</param>
/// <param name="LocalTime">The same on the wall clock of the schedule's zone, with its offset.</param>
/// <param name="Notes">What was done to it, for people.</param>
public sealed record UpcomingFire(string JobId, string ScheduleId, DateTimeOffset NominalAt, string LocalTime, IReadOnlyList<string> Notes);
