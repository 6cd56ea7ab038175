using System.ComponentModel;
using JobScheduler.Jobs;

namespace JobScheduler.Api.Contracts;

[Description("Since when, by whom and why a job is paused. Set by pause and resume, ignored in requests.")]
public sealed record JobPauseContract
{
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public string? Note { get; init; }

    [Description("When it resumes by itself; null: never.")]
    public DateTimeOffset? Until { get; init; }

    public static JobPauseContract? Of(JobPause? pause) =>
        pause is null ? null : new() { At = pause.At, By = pause.By, Note = pause.Note, Until = pause.Until };
}
