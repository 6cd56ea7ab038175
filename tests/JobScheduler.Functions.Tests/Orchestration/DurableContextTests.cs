using JobScheduler.Clock;
using JobScheduler.Functions.Orchestration;
using Microsoft.DurableTask;

namespace JobScheduler.Functions.Tests.Orchestration;

public sealed class DurableContextTests
{
    /// <summary>Durable Functions gives a time without saying that it is UTC.</summary>
    private static readonly DateTime Noon = new(2026, 11, 24, 12, 0, 0, DateTimeKind.Unspecified);

    [Fact]
    public async Task Clock_turns_sleeps_and_begins_again()
    {
        var durable = new FakeOrchestrationContext(Noon, () => TimeSpan.FromSeconds(7));

        await ClockFunctions.Clock(durable);

        Assert.Equal(["activity ClockTurn", "timer 12:00:07 Utc", "again"], durable.Asked);
    }

    [Fact]
    public async Task Clock_survives_an_activity_that_fails()
    {
        var durable = new FakeOrchestrationContext(
            Noon, () => throw new TaskFailedException("ClockTurn", 1, new InvalidOperationException("no storage")));

        await ClockFunctions.Clock(durable);

        Assert.Equal(["activity ClockTurn", "timer 12:00:05 Utc", "again"], durable.Asked);
    }

    [Fact]
    public async Task Call_tells_a_failure_of_the_activity_by_its_name_and_reason()
    {
        var context = new DurableContext(
            new FakeOrchestrationContext(Noon, () => throw new TaskFailedException("A", 1, new InvalidOperationException("no storage"))));

        var failure = await Assert.ThrowsAsync<ActivityFailedException>(() => context.CallAsync<int>("A"));

        Assert.Contains("no storage", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Now_is_UTC()
    {
        Assert.Equal(TimeSpan.Zero, new DurableContext(new FakeOrchestrationContext(Noon, () => null)).Now.Offset);
    }
}
