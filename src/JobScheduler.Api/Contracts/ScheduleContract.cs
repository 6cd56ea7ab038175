using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using JobScheduler.Jobs;
using JobScheduler.Schedules;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("When a job runs by itself. Members that the server sets are ignored in requests, so what was read can be written back.")]
public sealed record ScheduleContract
{
    [Description("In PUT and PATCH the same as in the path; in POST made up when none is given.")]
    public string? Id { get; init; }

    [ReadOnly(true)]
    public string? JobId { get; init; }

    public required ScheduleSpecContract Spec { get; init; }

    public SchedulePolicyContract? Policy { get; init; }

    [Description("Any JSON: the input of its runs. Null takes the job's.")]
    public RawJson? Input { get; init; }

    [Description("Of its runs. Null takes the job's.")]
    public Priority? Priority { get; init; }

    [Description("A paused schedule does not fire, and what would have fired meanwhile is not made up for. Absent or null in a request: as it is.")]
    public bool Paused { get; init; }

    [MaxLength(DefinitionRules.LongestDescription)]
    [Description("Why it is paused. Counts in a request only with paused: true; null leaves the one that is there.")]
    public string? Note { get; init; }

    [Description("When it resumes by itself. Counts in a request only with paused: true; null leaves the time that is there.")]
    public DateTimeOffset? ResumeAt { get; init; }

    [ReadOnly(true)]
    [Description("The next nominal time; null when it is paused or has ended, or waits for the end of a run.")]
    public DateTimeOffset? NextFireAt { get; init; }

    [ReadOnly(true)]
    [Description("The nominal time of its latest run.")]
    public DateTimeOffset? LastFireAt { get; init; }

    [ReadOnly(true)]
    [Description("Runs it has made: what maxRuns counts.")]
    public int Runs { get; init; }

    [ReadOnly(true)]
    public string? CreatedBy { get; init; }

    [ReadOnly(true)]
    public DateTimeOffset CreatedAt { get; init; }

    [ReadOnly(true)]
    public DateTimeOffset UpdatedAt { get; init; }

    public static ScheduleContract Of(Schedule schedule) => new()
    {
        Id = schedule.Id,
        JobId = schedule.JobId,
        Spec = ScheduleSpecContract.Of(schedule.Definition.Spec),
        Policy = SchedulePolicyContract.Of(schedule.Definition.Policy),
        Input = schedule.Definition.Input,
        Priority = schedule.Definition.Priority,
        Paused = schedule.Pause is not null,
        Note = schedule.Pause?.Note,
        ResumeAt = schedule.Pause?.Until,
        NextFireAt = schedule.NextFireAt,
        LastFireAt = schedule.LastFireAt,
        Runs = schedule.Runs,
        CreatedBy = schedule.CreatedBy,
        CreatedAt = schedule.CreatedAt,
        UpdatedAt = schedule.UpdatedAt,
    };
}
