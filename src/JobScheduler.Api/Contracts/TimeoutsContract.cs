using System.ComponentModel;
using JobScheduler.Jobs;

namespace JobScheduler.Api.Contracts;

[Description("The three limits of time.")]
public sealed record TimeoutsContract
{
    [Description("From due to start; null: none. Beyond it the run ends expired.")]
    public TimeSpan? Queue { get; init; }

    [Description("Of one attempt. Default 10m.")]
    public TimeSpan Run { get; init; }

    [Description("Longest silence between heartbeats of the target; null: none.")]
    public TimeSpan? Heartbeat { get; init; }

    public static TimeoutsContract Of(Timeouts timeouts) => new() { Queue = timeouts.Queue, Run = timeouts.Run, Heartbeat = timeouts.Heartbeat };
}
