using System.ComponentModel;
using JobScheduler.Api.Reading;
using JobScheduler.Jobs;

namespace JobScheduler.Api.Contracts;

[Description("The status of a job: a projection of its runs.")]
public sealed record JobStatusContract
{
    [Description("Something queued, running or retrying: pending; else something scheduled: scheduled; else how the last run ended.")]
    public required JobStatusKind Status { get; init; }

    public RunContract? LastRun { get; init; }

    public DateTimeOffset? NextFireAt { get; init; }

    [Description("How many runs are in each state that is not an end; counting stops at 1,000.")]
    public required IReadOnlyDictionary<string, int> Unfinished { get; init; }

    public static JobStatusContract Of(JobStatus status) => new()
    {
        Status = status.Kind,
        LastRun = status.LastRun is null ? null : RunContract.Of(status.LastRun),
        NextFireAt = status.NextFireAt,
        Unfinished = status.Unfinished.ToDictionary(entry => EnumText.Format(entry.Key), entry => entry.Value),
    };
}
