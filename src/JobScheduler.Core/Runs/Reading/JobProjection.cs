namespace JobScheduler.Runs;

/// <summary>The status of a job: a projection of its runs, never stored.</summary>
/// <param name="Kind">See <see cref="JobStatusKind"/>.</param>
/// <param name="LastRun">The newest ended run, or null.</param>
/// <param name="NextFireAt">The earliest scheduled run or fire of a schedule, or null.</param>
/// <param name="Unfinished">How many runs are in each state that is not terminal; counting stops at 1,000.</param>
public sealed record JobProjection(
    JobStatusKind Kind, RunRecord? LastRun, DateTimeOffset? NextFireAt, IReadOnlyDictionary<RunState, int> Unfinished);
