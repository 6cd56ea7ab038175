using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>
/// Tells a gate that a run has ended. Only the clock lets runs through a gate, so whoever ends a run need not know what waits behind it:
/// one more row, and no read.
/// </summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Job">The job.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Schedule">The schedule that waits for the end; null: none.</param>
/// <param name="Run">The run that has ended.</param>
public sealed record GateAlarm(string Tenant, string Job, string Gate, string? Schedule, string Run)
{
    /// <summary>The kind of the alarm.</summary>
    public const string Kind = "gate";

    private const string TenantColumn = "tenant";
    private const string JobColumn = "job";
    private const string GateColumn = "gate";
    private const string ScheduleColumn = "schedule";
    private const string RunColumn = "record";

    public static AlarmKey KeyOf(string run, DateTimeOffset at) => new(at, Kind, run);

    public Columns Write() => new()
    {
        { TenantColumn, Tenant },
        { JobColumn, Job },
        { GateColumn, Gate },
        { ScheduleColumn, Schedule },
        { RunColumn, Run },
    };

    /// <summary>Null if the row is not such an alarm.</summary>
    public static GateAlarm? TryRead(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant
        && row.Columns.Text(JobColumn) is { } job
        && row.Columns.Text(GateColumn) is { } gate
        && row.Columns.Text(RunColumn) is { } run
            ? new GateAlarm(tenant, job, gate, row.Columns.Text(ScheduleColumn), run)
            : null;
}
