using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Judges a query of runs by a few columns of their rows, so that what they carry need not be read.</summary>
internal sealed class RunRowJudge(string tenant, RunQuery query)
{
    private static readonly string[] Usual =
    [
        RunColumns.Tenant, RunColumns.Job, RunColumns.Schedule, RunColumns.Batch, RunColumns.State, RunColumns.Due, RunColumns.Ended,
    ];

    /// <summary>The columns that it needs.</summary>
    public IReadOnlyList<string> Select { get; } = query.Labels.Count == 0 ? Usual : [.. Usual, RunColumns.Spec];

    /// <summary>The state of a run; null: it does not match.</summary>
    public RunState? StateOf(Columns columns) =>
        RunColumns.StateOf(columns) is { } state
        && query.Takes(state)
        && columns.Text(RunColumns.Tenant) == tenant
        && (query.JobId is null || columns.Text(RunColumns.Job) == query.JobId)
        && (query.ScheduleId is null || columns.Text(RunColumns.Schedule) == query.ScheduleId)
        && (query.BatchId is null || columns.Text(RunColumns.Batch) == query.BatchId)
        && query.TakesDue(columns.Time(RunColumns.Due))
        && query.TakesEnd(columns.Time(RunColumns.Ended))
        && (query.Labels.Count == 0
            || (columns.Json(RunColumns.Spec, RunJson.Default.RunSpec) is { } spec && query.TakesLabels(spec.Labels)))
            ? state
            : null;
}
