using System.Text.Json;

namespace JobScheduler.Targets.Handlers;

/// <summary>
/// <c>fail</c>: fails as <c>{ "type": "…", "message": "…", "retryable": true, "times": n }</c> says; with <c>times</c> it succeeds after
/// so many attempts.
/// </summary>
public sealed class FailHandler : IJobHandler
{
    public Task<RawJson?> HandleAsync(HandlerContext context)
    {
        using var document = JsonDocument.Parse(context.Input?.Text ?? "{}");
        var root = document.RootElement;
        var times = Member(root, "times", JsonValueKind.Number) is { } number && number.TryGetInt32(out var count) ? count : int.MaxValue;
        if (context.Attempt.Attempt > times)
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
