using JobScheduler.Functions.Queues;
using JobScheduler.Shards;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Tests.Queues;

public sealed class QueueTableTests
{
    [Fact]
    public void Every_queue_of_runs_but_that_of_suspects_has_one_function_on_the_store()
    {
        var triggers = Functions.With<QueueTriggerAttribute>();

        Assert.Equal(
            QueueNames.Executed.Except([QueueNames.Suspect]).Select(queue => $"%JobStorePrefix%-{queue}").Order(StringComparer.Ordinal),
            triggers.Select(function => function.Trigger.QueueName).Order(StringComparer.Ordinal));
        Assert.All(triggers, function => Assert.Equal("JobStore", function.Trigger.Connection));
    }

    [Fact]
    public void Suspects_have_a_timer_of_their_own_because_they_may_run_for_long()
    {
        var timers = Functions.With<TimerTriggerAttribute>();

        Assert.Equal(
            [nameof(QuietFunctions.ExecuteSuspects), "Watchdog"],
            timers.Select(function => function.Method.Name).Order(StringComparer.Ordinal));
    }
}
