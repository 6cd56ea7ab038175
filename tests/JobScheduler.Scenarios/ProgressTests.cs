using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>What a handler reports is seen soon, and remains when it has ended.</summary>
public sealed class ProgressTests
{
    [Fact]
    public void Report_is_shown_within_2_s()
    {
        var world = new World();
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Progress, seconds: 100);
            var began = (await client.UntilAsync(run, seen => seen.State == RunState.Running)).Claim!.At;
            for (var second = 1; second < 60; second++)
            {
                // The handler reports at each second; what it said two seconds ago is there.
                await world.WaitAsync(began + TimeSpan.FromSeconds(second + 2) - world.Time.Now);
                var shown = world.Watched.Runs[Shards.Keys.Run(run)].Progress;
                Assert.True(shown?.Share >= second / 100.0, $"after {second} s: {shown}");
            }

            await client.UntilEndedAsync(run);
        });
        Oracles.Check(world, client.Accepted);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(30)]
    public void Run_that_succeeds_after_reports_shows_1(double seconds)
    {
        var run = EndOf(ScriptedHandler.Saving, seconds, times: 0);
        Assert.Equal((RunState.Succeeded, 1.0), (run.State, run.Progress?.Share));
    }

    [Fact]
    public void Run_that_succeeds_without_reports_shows_none() => Assert.Null(EndOf(ScriptedHandler.Ok, 3).Progress);

    [Theory]
    [InlineData(0.4)]
    [InlineData(7.9)]
    public void Run_that_is_canceled_shows_what_it_last_reported(double after)
    {
        var world = new World();
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Progress, seconds: 100);
            await client.UntilAsync(run, seen => seen.State == RunState.Running);
            await world.WaitAsync(TimeSpan.FromSeconds(3 + after));
            await client.CancelAsync(run);
            var ended = await client.UntilEndedAsync(run);

            var reported = Math.Floor((world.Journal.Executions[0].CanceledAt! - world.Journal.Executions[0].At).Value.TotalSeconds);
            Assert.Equal(RunState.Canceled, ended.State);
            Assert.Equal(reported / 100, ended.Progress!.Share!.Value, 6);
            Assert.Equal($"second {reported}", ended.Progress.Message);
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Callback_target_that_succeeds_after_reports_shows_1_and_one_that_fails_what_it_last_reported()
    {
        var world = new World();
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            foreach (var (succeeds, share) in new[] { (true, 1.0), (false, 0.8) })
            {
                var run = await client.AcceptAsync(ScriptedHandler.Callback, retry: new RetryPolicy { MaxAttempts = 1 });
                var taken = await client.UntilAsync(run, seen => seen.Token.Kind == Shards.TokenKind.Limit);
                await client.HeartbeatAsync(run, taken.Attempt, 0.8);
                await client.CompleteAsync(run, taken.Attempt, succeeds);
                Assert.Equal(share, (await client.UntilEndedAsync(run)).Progress!.Share);
            }
        });
    }

    [Fact]
    public void Callback_target_that_repeats_its_token_is_kept_without_it()
    {
        var world = new World();
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Callback, retry: new RetryPolicy { MaxAttempts = 1 });
            var taken = await client.UntilAsync(run, seen => seen.Token.Kind == Shards.TokenKind.Limit);
            var token = await client.AskAsync<CompletionTokens, string>(
                tokens => Task.FromResult(tokens.Create(Client.Tenant, run, taken.Attempt)));

            await client.HeartbeatAsync(run, taken.Attempt, message: $"called with {token}");
            Assert.Equal("called with ***", (await client.GetAsync(run)).Progress!.Message);

            await client.CompleteAsync(run, taken.Attempt, succeeded: false, $"refused {token}");
            Assert.Equal(new AttemptError("target", "refused ***"), (await client.AttemptsAsync(run)).Single().Error);
            var log = await client.AskAsync<RunReader, LogPage>(
                reader => reader.LogsAsync(Client.Tenant, run, 0, CancellationToken.None));
            Assert.Contains(log.Items, line => line.Message == "called with ***");
            Assert.DoesNotContain(log.Items, line => line.Message.Contains(token, StringComparison.Ordinal));
        });
    }

    private static RunRecord EndOf(string handler, double seconds, int times = 1)
    {
        var world = new World();
        world.Start();
        var client = new Client(world);
        RunRecord? ended = null;
        world.Run(async () => ended = await client.UntilEndedAsync(await client.AcceptAsync(handler, times, seconds)));
        Oracles.Check(world, client.Accepted);
        return ended!;
    }
}
