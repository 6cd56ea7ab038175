using JobScheduler.Functions.Queues;
using JobScheduler.Shards;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Tests.Queues;

public sealed class QueueTableTests
{
    private static readonly IReadOnlyList<string> Poison = [.. QueueNames.Executed.Select(QueueNames.Poison)];

    [Fact]
    public void Every_queue_and_poison_queue_has_one_function_on_the_store()
    {
        var triggers = Functions.With<QueueTriggerAttribute>();

        Assert.Equal(
            QueueNames.Executed.Concat(Poison).Select(queue => $"%JobStorePrefix%-{queue}").Order(StringComparer.Ordinal),
            triggers.Select(function => function.Trigger.QueueName).Order(StringComparer.Ordinal));
        Assert.All(triggers, function => Assert.Equal("JobStore", function.Trigger.Connection));
    }

    [Fact]
    public void Runs_are_executed_and_poison_is_read()
    {
        Assert.All(Functions.With<QueueTriggerAttribute>(), function => Assert.Equal(
            function.Trigger.QueueName.EndsWith(QueueNames.PoisonSuffix, StringComparison.Ordinal)
                ? typeof(PoisonFunctions)
                : typeof(QueueFunctions),
            function.Method.DeclaringType));
    }
}
