using System.ComponentModel;
using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("One run of a bulk submission: of a job (jobId), or with a target of its own.")]
public sealed record BulkItem
{
    public string? JobId { get; init; }

    [Description("The same key and request give the same run.")]
    public string? IdempotencyKey { get; init; }

    public string? Name { get; init; }

    public TargetContract? Target { get; init; }

    public RawJson? Input { get; init; }

    public DateTimeOffset? At { get; init; }

    public TimeSpan? After { get; init; }

    [Description("Only with jobId; as in a submission of one run.")]
    public OverlapChoice? Overlap { get; init; }

    public Priority? Priority { get; init; }

    [Description("Only with a target.")]
    public RetryContract? Retry { get; init; }

    [Description("Only with a target.")]
    public TimeoutsContract? Timeouts { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [Description("Only with a target.")]
    public TimeSpan? Retention { get; init; }
}
