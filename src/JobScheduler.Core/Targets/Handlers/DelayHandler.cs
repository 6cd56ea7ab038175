using System.Text.Json;

namespace JobScheduler.Targets.Handlers;

/// <summary>
/// <c>delay</c>: waits for <c>{ "for": "10s" }</c> (10 s by default), reporting progress each tenth of it, then succeeds.
/// </summary>
public sealed class DelayHandler(TimeProvider time) : IJobHandler
{
    private const int Steps = 10;

    public async Task<RawJson?> HandleAsync(HandlerContext context)
    {
        var total = ReadDuration(context.Input);
        for (var step = 1; step <= Steps; step++)
        {
            await Task.Delay(total / Steps, time, context.Cancellation);
            context.Progress((double)step / Steps);
        }

        context.Log($"waited {Duration.Format(total)}");
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
