using System.Text;
using System.Text.Json;
using JobScheduler.Runs;

namespace JobScheduler.Api.Runs;

/// <summary>What the API shows of runs and attempts.</summary>
public static class RunViews
{
    /// <summary>The run with what its row holds; contents kept elsewhere are null.</summary>
    public static Run Of(RunRecord run) => new()
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
        DueAt = run.DueAt,
        DispatchedAt = run.DispatchedAt,
        StartedAt = run.Claim?.At,
        EndedAt = run.End?.At,
        Attempt = run.Attempt,
        MaxAttempts = run.Spec.Retry.MaxAttempts,
        Lost = run.Lost,
        Progress = run.Progress?.Share,
        ProgressMessage = run.Progress?.Message,
        CancelRequestedAt = run.Cancel?.At,
        Target = run.Spec.Target,
        Input = Inline(run.Spec.Input),
        Result = Inline(run.End?.Result),
        Error = run.End?.Error,
        Missed = run.Spec.Missed,
        RedriveOf = run.Spec.RedriveOf,
        CreatedBy = run.Spec.CreatedBy,
    };

    public static Attempt Of(AttemptRecord attempt) => new()
    {
        Number = attempt.Number,
        Fence = attempt.Fence,
        NodeId = attempt.Node,
        StartedAt = attempt.StartedAt,
        EndedAt = attempt.EndedAt,
        Outcome = attempt.Outcome,
        Error = attempt.Error,
        NextDelay = attempt.NextDelay,
        Late = attempt.Late,
    };

    private static RawJson? Inline(Payload? payload) => PayloadJson.Of(payload, payload?.Text);
}

/// <summary>Contents that can be shown inside a JSON response.</summary>
public static class PayloadJson
{
    /// <summary>Larger contents are not shown inside a run: 1 MiB.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>The content as JSON; null if there is none, or if a target declared JSON and sent something else.</summary>
    public static RawJson? Of(Payload? payload, string? text)
    {
        if (payload is not { IsJson: true } || text is null)
        {
            return null;
        }

        // A result is what a target returned: a false content type must not break the response that shows it.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read() ? new RawJson(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
