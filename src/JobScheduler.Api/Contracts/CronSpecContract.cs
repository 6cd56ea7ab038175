using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Fires at times of the wall clock in the schedule's zone.")]
public sealed record CronSpecContract : ScheduleSpecContract
{
    [Description("5 fields (minute, hour, day of month, month, day of week), or 6 with seconds first, or a macro such as @daily. L, W, #, ?, names and H (spread by the schedule's name) are taken. When day of month and day of week are both restricted, both must match.")]
    public required string Cron { get; init; }

    public DstContract? Dst { get; init; }
}
