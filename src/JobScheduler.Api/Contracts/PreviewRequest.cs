using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using JobScheduler.Api.Endpoints;

namespace JobScheduler.Api.Contracts;

[Description("A spec whose fires are asked for. Nothing is stored.")]
public sealed record PreviewRequest
{
    public required ScheduleSpecContract Spec { get; init; }

    [Description("From when; null: now.")]
    public DateTimeOffset? From { get; init; }

    [Description("How many fires.")]
    [Range(1, FireEndpoints.MostFires)]
    [DefaultValue(FireEndpoints.UsualFires)]
    public int? Count { get; init; }

    [Description("The job it would belong to. Needed with scheduleId when the expression has an H, which falls by these names. It need not exist.")]
    public string? JobId { get; init; }

    [Description("The schedule it would be, or replace. It need not exist.")]
    public string? ScheduleId { get; init; }
}
