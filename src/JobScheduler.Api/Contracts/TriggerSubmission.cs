using System.ComponentModel;
using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("A run of a schedule by hand. An empty body takes everything from the schedule, and what it leaves open from the job.")]
public sealed record TriggerSubmission
{
    [Description("Any JSON; null takes the schedule's.")]
    public RawJson? Input { get; init; }

    [Description("Null takes the schedule's.")]
    public Priority? Priority { get; init; }

    [Description("Added to the job's.")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [Description("When it is due; in the past means now. At most one of at and after, with overlap: ignore.")]
    public DateTimeOffset? At { get; init; }

    public TimeSpan? After { get; init; }

    [Description("obey: the schedule's overlap rule decides over it, as over a fire; only for a run now. ignore: it runs regardless. Default obey.")]
    public OverlapChoice? Overlap { get; init; }
}
