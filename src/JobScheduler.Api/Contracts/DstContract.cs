using System.ComponentModel;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Contracts;

[Description("What happens to wall-clock times that a change of the clocks skips or repeats.")]
public sealed record DstContract
{
    [Description("A time that does not exist. skip: no fire. nextValid: one when the gap ends. shift: later by the gap's length. auto: nextValid for fixed times of day, skip for every-n-minutes expressions. Default auto.")]
    public GapRule Gap { get; init; }

    [Description("A time that exists twice. auto: first for fixed times of day, both for every-n-minutes expressions. Default auto.")]
    public RepeatRule Overlap { get; init; }
}
