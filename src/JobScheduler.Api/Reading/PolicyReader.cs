using JobScheduler.Jobs;

namespace JobScheduler.Api.Reading;

/// <summary>Reads retry policies and limits of time; what is not given takes its default.</summary>
internal static class PolicyReader
{
    public static RetryPolicy? ReadRetry(ObjectReader owner)
    {
        if (owner.Inner("retry") is not { } reader)
        {
            return null;
        }

        var defaults = new RetryPolicy();
        var retry = new RetryPolicy
        {
            MaxAttempts = reader.Whole("maxAttempts") ?? defaults.MaxAttempts,
            Backoff = reader.Choice<Backoff>("backoff") ?? defaults.Backoff,
            InitialDelay = reader.Span("initialDelay") ?? defaults.InitialDelay,
            MaxDelay = reader.Span("maxDelay") ?? defaults.MaxDelay,
            Factor = reader.Number("factor") ?? defaults.Factor,
            Jitter = reader.Number("jitter") ?? defaults.Jitter,
            Delays = reader.Spans("delays"),
            RetryOn = reader.Texts("retryOn"),
            NeverOn = reader.Texts("neverOn"),
        };
        reader.Close();
        return retry;
    }

    public static Timeouts? ReadTimeouts(ObjectReader owner)
    {
        if (owner.Inner("timeouts") is not { } reader)
        {
            return null;
        }

        var timeouts = new Timeouts
        {
            Queue = reader.Span("queue"),
            Run = reader.Span("run") ?? new Timeouts().Run,
            Heartbeat = reader.Span("heartbeat"),
        };
        reader.Close();
        return timeouts;
    }
}
