using JobScheduler.Clock;
using Microsoft.DurableTask.Client;

namespace JobScheduler.Functions.Tests.Orchestration;

/// <summary>The clock's orchestration and its restart on a real Durable engine.</summary>
public sealed class DurableEngineTests
{
    private const int Hang = 300_000;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact(Timeout = Hang)]
    public async Task Clock_turns_sleeps_and_begins_anew_again_and_again()
    {
        await using var engine = await DurableEngine.StartAsync(turn => Task.FromResult(turn < 5 ? Short : Long));

        await engine.RestartAsync();
        await engine.SleepingAsync(5);

        Assert.All(engine.Begun.Zip(engine.Begun.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Short, $"{pair}"));
        Assert.Equal((5, 5), (engine.Begun.Count, engine.Turns));
    }

    [Fact(Timeout = Hang)]
    public async Task Clock_sleeps_after_a_turn_that_fails_and_goes_on()
    {
        await using var engine = await DurableEngine.StartAsync(
            turn => turn == 1 ? throw new InvalidOperationException("no storage") : Task.FromResult(Long));

        await engine.RestartAsync();
        await engine.SleepingAsync(2);

        Assert.True(engine.Begun[1] - engine.Begun[0] >= ClockOrchestration.AfterFailure);
        Assert.True((await FindAsync(engine)).IsRunning);
    }

    [Fact(Timeout = Hang)]
    public async Task Restart_wakes_a_clock_that_sleeps()
    {
        await using var engine = await DurableEngine.StartAsync(_ => Task.FromResult(Long));
        await engine.RestartAsync();
        await engine.SleepingAsync(1);
        var before = await FindAsync(engine);

        await engine.RestartAsync();
        await engine.SleepingAsync(2);

        var after = await FindAsync(engine);
        Assert.True(after.IsRunning && after.CreatedAt > before.CreatedAt);
    }

    [Fact(Timeout = Hang)]
    public async Task Start_of_a_clock_that_another_has_just_started_changes_nothing()
    {
        await using var engine = await DurableEngine.StartAsync(_ => Task.FromResult(Long));
        await engine.StartClockAsync();
        await engine.SleepingAsync(1);
        var before = await FindAsync(engine);

        await engine.StartClockAsync();

        var after = await FindAsync(engine);
        Assert.Equal((before.CreatedAt, true), (after.CreatedAt, after.IsRunning));
        Assert.Equal(1, engine.Turns);
    }

    [Fact(Timeout = Hang)]
    public async Task Start_replaces_a_clock_that_has_ended()
    {
        await using var engine = await DurableEngine.StartAsync(_ => Task.FromResult(Long));
        await engine.StartClockAsync();
        await engine.SleepingAsync(1);
        await engine.Client.TerminateInstanceAsync(ClockOrchestration.InstanceId, Limit);
        await engine.Client.WaitForInstanceCompletionAsync(ClockOrchestration.InstanceId, Limit);

        await engine.StartClockAsync();

        await engine.SleepingAsync(2);
    }

    /// <summary>Why the start asks for the refusal: the id alone refuses nobody here.</summary>
    [Fact(Timeout = Hang)]
    public async Task Engine_takes_a_second_start_under_the_same_id()
    {
        await using var engine = await DurableEngine.StartAsync(_ => Task.FromResult(Long));
        for (var start = 1; start <= 2; start++)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                ClockOrchestration.Name, null, new(ClockOrchestration.InstanceId), Limit);
            await engine.SleepingAsync(start);
        }

        Assert.True((await FindAsync(engine)).IsRunning);
    }

    private static async Task<OrchestrationMetadata> FindAsync(DurableEngine engine) =>
        (await engine.Client.GetInstanceAsync(ClockOrchestration.InstanceId, false, Limit))!;
}
