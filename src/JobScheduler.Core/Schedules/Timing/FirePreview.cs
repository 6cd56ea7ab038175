namespace JobScheduler.Schedules.Timing;

/// <summary>What a schedule is going to do.</summary>
/// <param name="Fires">In order of time.</param>
/// <param name="Skipped">In order of time; at most 1,000, the earliest.</param>
public sealed record FirePreview(IReadOnlyList<PreviewedFire> Fires, IReadOnlyList<SkippedFire> Skipped);

/// <param name="NominalAt">The instant.</param>
/// <param name="LocalTime">The same on the wall clock of the schedule's zone, with its offset: <c>2026-03-29T03:00:00+02:00</c>.</param>
/// <param name="Notes">What was done to it, for people: moved by a change of the clocks, by a calendar.</param>
public sealed record PreviewedFire(DateTimeOffset NominalAt, string LocalTime, IReadOnlyList<string> Notes);

/// <param name="LocalTime">On the wall clock; without an offset when it does not exist: <c>2026-03-29T02:30:00</c>.</param>
/// <param name="Reason">For people.</param>
public sealed record SkippedFire(string LocalTime, string Reason);
