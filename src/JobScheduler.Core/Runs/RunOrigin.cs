using JobScheduler.Schedules;

namespace JobScheduler.Runs;

/// <summary>The schedule that a run asked for by hand belongs to.</summary>
/// <param name="ScheduleId">Named in the run; null: it only passes the schedule's gate.</param>
/// <param name="Gate">The gate that it has to pass; null: none.</param>
/// <param name="Overlap">The rule of the gate.</param>
internal sealed record RunOrigin(string? ScheduleId, string? Gate, OverlapRule? Overlap);
