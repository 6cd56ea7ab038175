using Azure.Core;
using Azure.Core.Pipeline;

namespace JobScheduler.Storage.Azure;

/// <summary>Shows the clock the date of every answer.</summary>
internal sealed class ClockPolicy(StorageClock clock) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var sent = clock.GetTimestamp();
        ProcessNext(message, pipeline);
        Observe(message, sent);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var sent = clock.GetTimestamp();
        await ProcessNextAsync(message, pipeline);
        Observe(message, sent);
    }

    private void Observe(HttpMessage message, long sent)
    {
        if (message.HasResponse && message.Response.Headers.Date is { } date)
        {
            clock.Observe(date, sent);
        }
    }
}
