using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>What is shown of a run between two attempts, whether it waits at an alarm or in a delayed message already.</summary>
public sealed class RetryWaitTests
{
    [Theory]
    [InlineData(5, RunState.Queued)]
    [InlineData(25, RunState.Queued)]
    [InlineData(90, RunState.Retrying)]
    public void Run_that_waits_for_its_retry_says_so_and_until_when(int seconds, RunState state)
    {
        var world = new World();
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var id = await client.AcceptAsync(ScriptedHandler.Flaky, retry: Every(seconds));
            await client.UntilAsync(id, run => run.Failures == 1);
            var run = await client.GetAsync(id);
            var ended = (await client.AttemptsAsync(id))[0].EndedAt!.Value;
            var why = await WhyAsync(client, id);

            // A retry shares the due time of those of its second; see RetryDelay.
            Assert.Equal(state, run.State);
            Assert.InRange(run.DueAt - ended, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 1));
            Assert.True(run.Spec.DueAt < ended, "the due time of the first attempt is kept, as lists are ordered by it");
            var blocker = Assert.Single(why.Blockers);
            Assert.Equal((BlockerKind.RetryDelay, (DateTimeOffset?)run.DueAt), (blocker.Kind, blocker.Until));
            Assert.Equal(run.DueAt, why.ExpectedStart);

            await client.UntilEndedAsync(id);
            var end = await client.GetAsync(id);
            Assert.Equal((RunState.Succeeded, end.Spec.DueAt), (end.State, end.DueAt));
            Assert.True((await client.AttemptsAsync(id))[1].StartedAt >= run.DueAt, "it began before it was due");
        });
    }

    [Fact]
    public void Run_whose_retry_is_due_and_finds_no_executor_waits_in_the_backlog()
    {
        var world = new World { Replaces = false };
        var executor = world.Start();
        world.Start(executes: false);
        var client = new Client(world);
        world.Run(async () =>
        {
            var id = await client.AcceptAsync(ScriptedHandler.Flaky, retry: Every(20));
            await client.UntilAsync(id, run => run.Failures == 1);
            world.Kill(executor);
            var due = (await client.GetAsync(id)).DueAt;
            await world.WaitAsync(TimeSpan.FromSeconds(25));

            var why = await WhyAsync(client, id);
            Assert.Equal(BlockerKind.Backlog, Assert.Single(why.Blockers).Kind);
            Assert.Null(why.ExpectedStart);
            Assert.Equal(due, (await client.GetAsync(id)).DueAt);
        });
    }

    private static RetryPolicy Every(int seconds) =>
        new() { Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromSeconds(seconds), Jitter = 0, MaxDelay = TimeSpan.FromHours(1) };

    private static Task<WhyWaiting> WhyAsync(Client client, string run) =>
        client.AskAsync<RunReader, WhyWaiting>(reader => reader.WhyAsync(Client.Tenant, run, CancellationToken.None));
}
