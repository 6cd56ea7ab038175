using JobScheduler.DeadLetters;
using JobScheduler.Shards;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Queues;

/// <summary>One function for each poison queue.</summary>
public sealed class PoisonFunctions(TriggeredPoison poison)
{
    [Function(nameof(ReadHighPoison))]
    public Task ReadHighPoison([QueueTrigger("%JobStorePrefix%-runs-high-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.High), body);

    [Function(nameof(ReadNormalPoison))]
    public Task ReadNormalPoison([QueueTrigger("%JobStorePrefix%-runs-normal-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.Normal), body);

    [Function(nameof(ReadLowPoison))]
    public Task ReadLowPoison([QueueTrigger("%JobStorePrefix%-runs-low-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.Low), body);

    [Function(nameof(ReadSuspectPoison))]
    public Task ReadSuspectPoison([QueueTrigger("%JobStorePrefix%-suspect-poison", Connection = "JobStore")] string body) =>
        poison.ReadAsync(QueueNames.Poison(QueueNames.Suspect), body);
}
