using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace JobScheduler.Api.Contracts;

[Description("Runs for all nominal times of a past range, in order; at most 10,000.")]
public sealed record BackfillSubmission
{
    [Description("Names the backfill within the schedule: the same id again is the same operation. Made up when none is given.")]
    public string? Id { get; init; }

    [Description("The first instant.")]
    public required DateTimeOffset From { get; init; }

    [Description("The first instant beyond; not in the future.")]
    public required DateTimeOffset To { get; init; }

    [Description("Unfinished runs of it at a time.")]
    [Range(1, 100)]
    [DefaultValue(1)]
    public int? MaxConcurrency { get; init; }
}
