namespace JobScheduler.Runs;

/// <summary>The schedule that a run asked for by hand belongs to.</summary>
/// <param name="ScheduleId">Named in the run; null: it only passes the schedule's gate.</param>
/// <param name="Gate">The gate that it has to pass; null: none.</param>
/// <param name="Overlap">The rule of the gate.</param>
/// <param name="Asked">What was asked for, by which the same request is known again; null: the request for the run says it all.</param>
public sealed record RunOrigin(string? ScheduleId, string? Gate, OverlapRule? Overlap, string? Asked = null);
