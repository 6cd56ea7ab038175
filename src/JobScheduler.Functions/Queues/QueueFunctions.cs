using JobScheduler.DeadLetters;
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

    /// <summary>One run at a time: <see cref="WorkerSlots"/> gives this queue one slot, before anything is claimed.</summary>
    [Function(nameof(ExecuteSuspect))]
    public Task ExecuteSuspect(
        [QueueTrigger("%JobStorePrefix%-suspect", Connection = "JobStore")] string body, CancellationToken cancellation) =>
        messages.ExecuteAsync(QueueNames.Suspect, MessageText.Decode(body), cancellation);
}

/// <summary>One function for each poison queue.</summary>
public sealed class PoisonFunctions(TriggeredPoison poison)
{
    [Function(nameof(ReadHighPoison))]
    public Task ReadHighPoison([QueueTrigger("%JobStorePrefix%-runs-high-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.High), MessageText.Decode(body));

    [Function(nameof(ReadNormalPoison))]
    public Task ReadNormalPoison([QueueTrigger("%JobStorePrefix%-runs-normal-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.Normal), MessageText.Decode(body));

    [Function(nameof(ReadLowPoison))]
    public Task ReadLowPoison([QueueTrigger("%JobStorePrefix%-runs-low-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.Low), MessageText.Decode(body));

    [Function(nameof(ReadSuspectPoison))]
    public Task ReadSuspectPoison([QueueTrigger("%JobStorePrefix%-suspect-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.Suspect), MessageText.Decode(body));
}
