using System.ComponentModel;
using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("A run without a job.")]
public sealed record OwnRunSubmission
{
    public string? Name { get; init; }

    public required TargetContract Target { get; init; }

    [Description("Any JSON.")]
    public RawJson? Input { get; init; }

    [Description("When it is due; in the past means now. At most one of at and after.")]
    public DateTimeOffset? At { get; init; }

    public TimeSpan? After { get; init; }

    public Priority? Priority { get; init; }

    public RetryContract? Retry { get; init; }

    public TimeoutsContract? Timeouts { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [Description("How long the ended run is kept. Default 30d.")]
    public TimeSpan? Retention { get; init; }
}
