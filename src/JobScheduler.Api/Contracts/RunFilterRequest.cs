using System.ComponentModel;
using JobScheduler.Runs;

namespace JobScheduler.Api.Contracts;

[Description("Which runs; all given conditions must hold, and {} means all.")]
public sealed record RunFilterRequest
{
    [Description("The id of a job.")]
    public string? Job { get; init; }

    [Description("The id of a schedule.")]
    public string? Schedule { get; init; }

    [Description("The id of a batch.")]
    public string? Batch { get; init; }

    public IReadOnlyList<RunState>? State { get; init; }

    [Description("Labels as key:value.")]
    public IReadOnlyList<string>? Label { get; init; }

    [Description("Due at or after.")]
    public DateTimeOffset? From { get; init; }

    [Description("Due before.")]
    public DateTimeOffset? To { get; init; }
}
