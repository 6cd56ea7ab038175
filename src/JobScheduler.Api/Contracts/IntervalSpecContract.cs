using System.ComponentModel;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Contracts;

[Description("Fires in equal distances of elapsed time, whatever wall clocks do.")]
public sealed record IntervalSpecContract : ScheduleSpecContract
{
    public required TimeSpan Every { get; init; }

    [Description("rate: anchored, without drift, however late a run is. delay: so long after the end of the previous run. Default rate.")]
    public IntervalMode Mode { get; init; }

    [Description("The first fire, from which rate counts. Null in a request: one interval after the schedule was created.")]
    public DateTimeOffset? Anchor { get; init; }
}
