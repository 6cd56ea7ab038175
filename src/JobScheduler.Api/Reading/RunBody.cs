using System.Text.Json;
using JobScheduler.Api.Contracts;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Reading;

/// <summary>Reads requests for runs: of a job, of a schedule, with a target of their own, and as items of a bulk submission.</summary>
public static class RunBody
{
    private static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>A run of the job in the path. Without a body everything comes from the job.</summary>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static RunRequest ReadOfJob(JsonElement? body, string jobId, string? key) =>
        (body is null ? new RunRequest() : BodyReader.Read(body.Value, (reader, _) => ReadShared(reader))) with { JobId = jobId, IdempotencyKey = key };

    /// <summary>A run of the schedule in the path. Without a body everything comes from the schedule, and it obeys the overlap rule.</summary>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static TriggerRequest ReadOfSchedule(JsonElement? body, string? key)
    {
        var request = body is null ? new RunRequest() : BodyReader.Read(body.Value, (reader, _) => ReadShared(reader));
        return new TriggerRequest
        {
            Input = request.Input,
            Priority = request.Priority,
            Labels = request.Labels,
            At = request.At,
            After = request.After,
            ObeysOverlap = request.ObeysOverlap ?? true,
            IdempotencyKey = key,
        };
    }

    /// <summary>A run without a job.</summary>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static RunRequest ReadOwn(JsonElement body, string? key) =>
        BodyReader.Read(body, (reader, _) => ReadOwn(reader, ReadShared(reader, overlap: false), targetRequired: true) with { IdempotencyKey = key });

    /// <summary>One item of a bulk submission.</summary>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static RunRequest ReadItem(JsonElement body) =>
        BodyReader.Read(body, (reader, _) => ReadOwn(reader, ReadShared(reader), targetRequired: false) with
        {
            JobId = reader.Text("jobId"),
            IdempotencyKey = reader.Text("idempotencyKey"),
        });

    private static RunRequest ReadShared(ObjectReader reader, bool overlap = true) => new()
    {
        Input = reader.Raw("input"),
        Priority = reader.Choice<Priority>("priority"),
        Labels = reader.TextMap("labels") ?? NoLabels,
        At = reader.Time("at"),
        After = reader.Span("after"),
        ObeysOverlap = !overlap || reader.Choice<OverlapChoice>("overlap") is not { } choice ? null : choice == OverlapChoice.Obey,
    };

    private static RunRequest ReadOwn(ObjectReader reader, RunRequest request, bool targetRequired) => request with
    {
        Name = reader.Text("name"),
        Target = TargetReader.Read(reader, "target", targetRequired),
        Retry = PolicyReader.ReadRetry(reader),
        Timeouts = PolicyReader.ReadTimeouts(reader),
        Retention = reader.Span("retention"),
    };
}
