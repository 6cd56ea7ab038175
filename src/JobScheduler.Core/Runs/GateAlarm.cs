using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// The word to a gate that a run has ended. The clock alone lets runs through a gate, so that whoever ends a run need not know what
/// waits behind it: one row more, and no read.
/// </summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Job">Of which job.</param>
/// <param name="Gate">Which gate.</param>
/// <param name="Schedule">The schedule that waits for the end; null: none does.</param>
/// <param name="Run">The run that has ended.</param>
internal sealed record GateAlarm(string Tenant, string Job, string Gate, string? Schedule, string Run)
{
    private const string TenantColumn = "tenant";
    private const string JobColumn = "job";
    private const string GateColumn = "gate";
    private const string ScheduleColumn = "schedule";

    public static string KeyOf(string run, DateTimeOffset at) => Keys.Alarm(at, AlarmKind.Gate, run);

    public static Columns Write(RunSpec spec, string run) => new()
    {
        { TenantColumn, spec.Tenant },
        { JobColumn, spec.JobId },
        { GateColumn, spec.Gate },
        { ScheduleColumn, spec.IsAwaited ? spec.ScheduleId : null },
        { RunColumns.Record, run },
    };

    /// <summary>Null when the row is none.</summary>
    public static GateAlarm? TryRead(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant
        && row.Columns.Text(JobColumn) is { } job
        && row.Columns.Text(GateColumn) is { } gate
        && row.Columns.Text(RunColumns.Record) is { } run
            ? new GateAlarm(tenant, job, gate, row.Columns.Text(ScheduleColumn), run)
            : null;
}
