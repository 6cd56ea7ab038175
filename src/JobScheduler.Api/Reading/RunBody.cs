using System.Text.Json;
using JobScheduler.Api.Contracts;
using JobScheduler.Jobs;
using JobScheduler.Runs;

namespace JobScheduler.Api.Reading;

/// <summary>Reads requests for runs: of a job, with a target of their own, and as items of a bulk submission.</summary>
public static class RunBody
{
    private static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>A run of the job in the path. Without a body everything comes from the job.</summary>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static RunRequest ReadOfJob(JsonElement? body, string jobId, string? key)
    {
        if (body is null)
        {
            return new RunRequest { JobId = jobId, IdempotencyKey = key };
        }

        return Read(body.Value, reader => ReadShared(reader) with { JobId = jobId, IdempotencyKey = key });
    }

    /// <summary>A run without a job.</summary>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static RunRequest ReadOwn(JsonElement body, string? key) =>
        Read(body, reader => ReadOwn(reader, ReadShared(reader, overlap: false), targetRequired: true) with { IdempotencyKey = key });

    /// <summary>One item of a bulk submission.</summary>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static RunRequest ReadItem(JsonElement body) =>
        Read(body, reader => ReadOwn(reader, ReadShared(reader), targetRequired: false) with
        {
            JobId = reader.Text("jobId"),
            IdempotencyKey = reader.Text("idempotencyKey"),
        });

    private static RunRequest Read(JsonElement body, Func<ObjectReader, RunRequest> read)
    {
        var errors = new ErrorList();
        RunRequest? request = null;
        if (ObjectReader.Open(body, "", errors) is { } reader)
        {
            request = read(reader);
            reader.Close();
        }

        MalformedException.ThrowIfAny(errors);
        return request!;
    }

    private static RunRequest ReadShared(ObjectReader reader, bool overlap = true)
    {
        var request = new RunRequest
        {
            Input = reader.Raw("input"),
            Priority = reader.Choice<Priority>("priority"),
            Labels = reader.TextMap("labels") ?? NoLabels,
            At = reader.Time("at"),
            After = reader.Span("after"),
        };
        if (overlap)
        {
            // Checked and then of no effect: no schedule, no overlap rule.
            reader.Choice<OverlapChoice>("overlap");
        }

        return request;
    }

    private static RunRequest ReadOwn(ObjectReader reader, RunRequest request, bool targetRequired) => request with
    {
        Name = reader.Text("name"),
        Target = TargetReader.Read(reader, "target", targetRequired),
        Retry = PolicyReader.ReadRetry(reader),
        Timeouts = PolicyReader.ReadTimeouts(reader),
        Retention = reader.Span("retention"),
    };
}
