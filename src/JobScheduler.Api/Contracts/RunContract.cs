using System.ComponentModel;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("One execution, from accepted to its end.")]
public sealed record RunContract
{
    public required string Id { get; init; }

    public string? JobId { get; init; }

    [Description("The version of the job it was accepted with, and keeps.")]
    public int? JobVersion { get; init; }

    public string? ScheduleId { get; init; }

    public string? BatchId { get; init; }

    public string? Name { get; init; }

    public required RunState State { get; init; }

    [Description("Why it is in a state that needs explaining: queueTimeout, lost, jobDeleted, overlap, missed, …")]
    public string? Reason { get; init; }

    public required Priority Priority { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    [Description("The time the run stands for.")]
    public required DateTimeOffset NominalAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When the next attempt may start.")]
    public required DateTimeOffset DueAt { get; init; }

    [Description("When it was last handed to a queue.")]
    public DateTimeOffset? DispatchedAt { get; init; }

    [Description("When the last attempt started.")]
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    [Description("The number of the last attempt; 0 before the first.")]
    public required int Attempt { get; init; }

    public required int MaxAttempts { get; init; }

    [Description("How many attempts were lost with their executor; not counted as failures.")]
    public required int Lost { get; init; }

    [Description("0 to 1, as the attempt last reported it.")]
    public double? Progress { get; init; }

    [Description("The message that came with the progress.")]
    public string? ProgressMessage { get; init; }

    [Description("When cancel was asked for; null: never.")]
    public DateTimeOffset? CancelRequestedAt { get; init; }

    [Description("Null in lists when it is larger than a few KiB.")]
    public TargetContract? Target { get; init; }

    [Description("Any JSON. Null in lists when it is larger than 8 KiB.")]
    public RawJson? Input { get; init; }

    [Description("The result when it is JSON. Null when it is not, when it is larger than 1 MiB, and in lists when it is larger than 8 KiB; GET /runs/{runId}/result has it in any case.")]
    public RawJson? Result { get; init; }

    [Description("Of the last attempt, when the run did not succeed.")]
    public ErrorContract? Error { get; init; }

    [Description("For a run that stands for missed fires of its schedule; null for others.")]
    public MissedContract? Missed { get; init; }

    [Description("The run that this one repeats.")]
    public string? RedriveOf { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The run with what its row holds; contents kept elsewhere are null.</summary>
    public static RunContract Of(Run run) => new()
    {
        Id = run.Id,
        JobId = run.Spec.JobId,
        JobVersion = run.Spec.JobVersion,
        ScheduleId = run.Spec.ScheduleId,
        BatchId = run.Spec.BatchId,
        Name = run.Spec.Name,
        State = run.State,
        Reason = run.Reason,
        Priority = run.Spec.Priority,
        Labels = run.Spec.Labels,
        NominalAt = run.Spec.NominalAt,
        CreatedAt = run.Spec.CreatedAt,
        DueAt = run.State == RunState.Retrying ? run.RetryAt ?? run.Spec.DueAt : run.Spec.DueAt,
        DispatchedAt = run.DispatchedAt,
        StartedAt = run.Claim?.At,
        EndedAt = run.End?.At,
        Attempt = run.Attempt,
        MaxAttempts = run.Spec.Retry.MaxAttempts,
        Lost = run.Lost,
        Progress = run.Progress?.Share,
        ProgressMessage = run.Progress?.Message,
        CancelRequestedAt = run.Cancel?.At,
        Target = TargetContract.Of(run.Spec.Target),
        Input = Inline(run.Spec.Input),
        Result = Inline(run.End?.Result),
        Error = ErrorContract.Of(run.End?.Error),
        Missed = run.Spec.Missed is { } missed ? new MissedContract(missed.Count, missed.First, missed.Last) : null,
        RedriveOf = run.Spec.RedriveOf,
        CreatedBy = run.Spec.CreatedBy,
    };

    private static RawJson? Inline(Payload? payload) => PayloadJson.Of(payload, payload?.Text);
}
