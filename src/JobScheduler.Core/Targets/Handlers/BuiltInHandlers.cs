using System.Text.Json;

namespace JobScheduler.Targets.Handlers;

/// <summary><c>echo</c>: succeeds with its input as the result.</summary>
public sealed class EchoHandler : IJobHandler
{
    public Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation) => Task.FromResult(job.Input);
}

/// <summary>
/// <c>delay</c>: waits for <c>{ "for": "10s" }</c> (10 s by default), reports progress every tenth of it, then succeeds.
/// </summary>
public sealed class DelayHandler(TimeProvider time) : IJobHandler
{
    private const int Steps = 10;

    public async Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
    {
        var total = ReadDuration(job.Input);
        for (var step = 1; step <= Steps; step++)
        {
            await Task.Delay(total / Steps, time, cancellation);
            job.Report((double)step / Steps);
        }

        job.Log($"waited {Duration.Format(total)}");
        return null;
    }

    private static TimeSpan ReadDuration(RawJson? input)
    {
        if (input is null)
        {
            return TimeSpan.FromSeconds(10);
        }

        using var document = JsonDocument.Parse(input.Text);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("for", out var text)
            ? text.ValueKind == JsonValueKind.String && Duration.TryParse(text.GetString(), out var value) && value <= TimeSpan.FromDays(1)
                ? value
                : throw new JobFailedException("input", "'for' must be a duration of at most a day, such as \"10s\"", retryable: false)
            : TimeSpan.FromSeconds(10);
    }
}

/// <summary>
/// <c>fail</c>: fails as <c>{ "type": "…", "message": "…", "retryable": true, "times": n }</c> says; with <c>times</c> it
/// succeeds after that many attempts.
/// </summary>
public sealed class FailHandler : IJobHandler
{
    public Task<RawJson?> HandleAsync(JobContext job, CancellationToken cancellation)
    {
        using var document = JsonDocument.Parse(job.Input?.Text ?? "{}");
        var root = document.RootElement;
        var times = Member(root, "times", JsonValueKind.Number) is { } number && number.TryGetInt32(out var count) ? count : int.MaxValue;
        if (job.Attempt > times)
        {
            return Task.FromResult<RawJson?>(new RawJson($$"""{"failedBefore":{{times}}}"""));
        }

        throw new JobFailedException(
            Member(root, "type", JsonValueKind.String)?.GetString() ?? "failed",
            Member(root, "message", JsonValueKind.String)?.GetString() ?? "asked to fail",
            Member(root, "retryable", JsonValueKind.False) is null);
    }

    private static JsonElement? Member(JsonElement root, string name, JsonValueKind kind) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
