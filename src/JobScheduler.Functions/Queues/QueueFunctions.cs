using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Storage.Azure;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Queues;

/// <summary>
/// One function for each queue of runs, so that each scales independently. The bodies are decoded here, not by the host: what it cannot
/// decode it moves to the poison queue, where it cannot decode it either.
/// </summary>
public sealed class QueueFunctions(TriggeredMessages messages)
{
    [Function(nameof(ExecuteHigh))]
    public Task ExecuteHigh(
        [QueueTrigger("%JobStorePrefix%-runs-high", Connection = "JobStore")] string body, CancellationToken cancellation) =>
        messages.ExecuteAsync(QueueNames.High, MessageText.Decode(body), cancellation);

    [Function(nameof(ExecuteNormal))]
    public Task ExecuteNormal(
        [QueueTrigger("%JobStorePrefix%-runs-normal", Connection = "JobStore")] string body, CancellationToken cancellation) =>
        messages.ExecuteAsync(QueueNames.Normal, MessageText.Decode(body), cancellation);

    [Function(nameof(ExecuteLow))]
    public Task ExecuteLow(
        [QueueTrigger("%JobStorePrefix%-runs-low", Connection = "JobStore")] string body, CancellationToken cancellation) =>
        messages.ExecuteAsync(QueueNames.Low, MessageText.Decode(body), cancellation);
}

/// <summary>The queues that a timer has looked at: they are nearly always empty, and each poll of a trigger costs.</summary>
public sealed class QuietFunctions(QuietQueues queues)
{
    /// <summary>One run at a time, over all instances: a timer runs in one of them.</summary>
    [Function(nameof(ExecuteSuspects))]
    public Task ExecuteSuspects([TimerTrigger("15,45 * * * * *")] TimerInfo timer, CancellationToken cancellation) =>
        queues.ExecuteSuspectsAsync(cancellation);
}
