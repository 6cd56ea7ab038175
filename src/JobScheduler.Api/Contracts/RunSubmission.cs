using System.ComponentModel;
using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("A run of a job. An empty body takes everything from the job.")]
public sealed record RunSubmission
{
    [Description("Any JSON; null takes the job's.")]
    public RawJson? Input { get; init; }

    [Description("Null takes the job's.")]
    public Priority? Priority { get; init; }

    [Description("Added to the job's.")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [Description("When it is due; in the past means now. At most one of at and after.")]
    public DateTimeOffset? At { get; init; }

    public TimeSpan? After { get; init; }

    [Description("obey: the overlap rule of the job's one schedule decides over it, as over a fire; only for a run now, and refused when there are several schedules. ignore: it runs regardless. Default ignore.")]
    public OverlapChoice? Overlap { get; init; }
}
