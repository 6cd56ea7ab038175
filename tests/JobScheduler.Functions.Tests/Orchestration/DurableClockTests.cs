using JobScheduler.Clock;
using JobScheduler.Functions.Orchestration;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Functions.Tests.Orchestration;

public sealed class DurableClockTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Restart_starts_what_is_not_there()
    {
        var client = new FakeDurableClient(null, hangs: false);

        await new DurableClock(client, _time).RestartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["start Clock as clock"], client.Asked);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated)]
    public async Task Restart_purges_what_has_ended(OrchestrationRuntimeStatus status)
    {
        var client = new FakeDurableClient(status, hangs: false);

        await new DurableClock(client, _time).RestartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["purge clock", "start Clock as clock"], client.Asked);
    }

    [Fact]
    public async Task Restart_terminates_what_claims_to_run_and_does_not_wait_for_ever()
    {
        var client = new FakeDurableClient(OrchestrationRuntimeStatus.Running, hangs: true);
        var restart = new DurableClock(client, _time).RestartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["terminate clock", "wait clock"], client.Asked);
        Assert.False(restart.IsCompleted);

        _time.Advance(DurableClock.Patience);
        await restart;

        Assert.Equal(["terminate clock", "wait clock", "purge clock", "start Clock as clock"], client.Asked);
    }

    [Fact]
    public async Task Watchdog_starts_the_clock_of_new_storage_and_then_leaves_it_alone()
    {
        using var head = new Head();
        var functions = ActivatorUtilities.CreateInstance<ClockFunctions>(head.Services);
        var client = new FakeDurableClient(null, hangs: false);

        await functions.Watchdog(new(), client, TestContext.Current.CancellationToken);
        await functions.Watchdog(new(), client, TestContext.Current.CancellationToken);
        Assert.Equal(["start Clock as clock"], client.Asked);

        head.Time.Advance(ClockWatchdog.Patience);
        await functions.Watchdog(new(), client, TestContext.Current.CancellationToken);
        Assert.Equal(2, client.Asked.Count);
    }
}
