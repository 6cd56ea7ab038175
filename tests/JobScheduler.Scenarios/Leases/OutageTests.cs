using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios.Leases;

/// <summary>
/// The storage is away for a while, and the executors live. What they run is theirs when it comes back: nothing is lost, and nothing
/// counts against a run.
/// </summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(70);
    private static readonly Timeouts Hour = new() { Run = TimeSpan.FromHours(1) };

    /// <summary>When storage disappears after a run was claimed: at each phase of the beat, twice over.</summary>
    public static TheoryData<double> Phases => [.. Enumerable.Range(0, 24).Select(step => 0.3 + (step * 1.77))];

    [Theory]
    [MemberData(nameof(Phases))]
    public void Outage_of_30_s_nothing_is_lost_or_begun_again(double phase)
    {
        var world = new World();
        var outage = new Outage();
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            // A second run, so that beats and claims do not keep step.
            var first = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 200);
            await world.WaitAsync(TimeSpan.FromSeconds(13));
            var second = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 200);
            await world.WaitAsync(TimeSpan.FromSeconds(phase));
            await AwayAsync(world, outage, Short);
            Assert.Equal((RunState.Succeeded, 1), Summary(await client.UntilEndedAsync(first)));
            Assert.Equal((RunState.Succeeded, 1), Summary(await client.UntilEndedAsync(second)));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Outage_of_70_s_long_leases_go_on_the_others_come_back_uncounted(double phase)
    {
        var world = new World();
        var outage = new Outage();
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var old = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 1200, timeouts: Hour);
            await world.WaitAsync(TimeSpan.FromMinutes(8));
            var young = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 100);
            await world.WaitAsync(TimeSpan.FromSeconds(phase));
            await AwayAsync(world, outage, Long);

            var ended = await client.UntilEndedAsync(young);
            Assert.Equal((RunState.Succeeded, 2), Summary(ended));
            Assert.Equal((0, 0), (ended.Lost, ended.Failures));
            Assert.Equal((RunState.Succeeded, 1), Summary(await client.UntilEndedAsync(old)));
        });
        Assert.Equal(AttemptOutcome.HandedBack, OutcomeOfFirst(world, client.Accepted[1]));
        Oracles.Check(world, client.Accepted);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(700)]
    [InlineData(3000)]
    public void Outage_of_any_length_what_is_not_done_comes_back_uncounted(double seconds)
    {
        var world = new World();
        var outage = new Outage();
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var old = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 600, timeouts: Hour);
            await world.WaitAsync(TimeSpan.FromMinutes(8));
            var young = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 100);
            await world.WaitAsync(TimeSpan.FromSeconds(15));
            await AwayAsync(world, outage, TimeSpan.FromSeconds(seconds));
            foreach (var run in new[] { old, young })
            {
                var ended = await client.UntilEndedAsync(run, TimeSpan.FromHours(2));
                Assert.Equal((RunState.Succeeded, 0, 0), (ended.State, ended.Lost, ended.Failures));
            }
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Outages_of_70_s_again_and_again_never_make_a_dead_letter()
    {
        var world = new World();
        var outage = new Outage();
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 150);
            for (var times = 0; times < 5; times++)
            {
                await world.WaitAsync(TimeSpan.FromSeconds(35));
                await AwayAsync(world, outage, Long);
            }

            var ended = await client.UntilEndedAsync(run);
            Assert.Equal((RunState.Succeeded, 0), (ended.State, ended.Lost));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Outage_of_70_s_with_1000_attempts_running_none_is_lost()
    {
        // An eighth of the places is reserved for high.
        var world = new World(new WorldOptions { Workers = 1200, Shards = 4 });
        var outage = new Outage();
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var requests = Enumerable.Repeat(Client.Request(ScriptedHandler.Ok, seconds: 130), 1000).ToList();
            var runs = await client.AcceptManyAsync(requests);
            await world.UntilAsync(() => world.Journal.Executions.Count == 1000, TimeSpan.FromMinutes(2));
            await world.WaitAsync(TimeSpan.FromSeconds(25));
            await AwayAsync(world, outage, Long);
            foreach (var run in runs)
            {
                var ended = await client.UntilEndedAsync(run);
                Assert.Equal((RunState.Succeeded, 0, 0), (ended.State, ended.Lost, ended.Failures));
            }
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Submission_does_not_wait_for_a_finish_whose_outcome_is_not_known()
    {
        var world = new World();
        var outage = new Outage(Fault.FailAfter);
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 5);
            await world.UntilAsync(() => world.Journal.CountOf(run) == 1, TimeSpan.FromSeconds(10));
            outage.IsOn = true;
            await world.WaitAsync(TimeSpan.FromSeconds(8));
            var asked = world.Time.Now;
            await Assert.ThrowsAnyAsync<Exception>(() => world.Alive.AskAsync(services => services
                .GetRequiredService<RunIntake>().AcceptAsync(Client.Me, Client.Request(ScriptedHandler.Ok), CancellationToken.None)));
            Assert.InRange(world.Time.Now - asked, TimeSpan.Zero, TimeSpan.FromSeconds(12));
            outage.IsOn = false;
            Assert.Equal((RunState.Succeeded, 1), Summary(await client.UntilEndedAsync(run)));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Clock_that_jumps_ahead_costs_no_attempt()
    {
        var world = new World();
        var process = world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 200);
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            process.Clock.Skew = TimeSpan.FromMinutes(7);
            Assert.Equal((RunState.Succeeded, 1), Summary(await client.UntilEndedAsync(run)));
        });
    }

    [Fact]
    public void Attempt_that_ends_while_storage_is_away_has_its_outcome()
    {
        var world = new World();
        var outage = new Outage();
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 30);
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            await AwayAsync(world, outage, Long);
            Assert.Equal((RunState.Succeeded, 1), Summary(await client.UntilEndedAsync(run)));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Callback_target_that_could_not_reach_the_scheduler_is_given_time_to_do_so()
    {
        var world = new World();
        var outage = new Outage();
        world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var timeouts = new Timeouts { Heartbeat = TimeSpan.FromSeconds(20) };
            var run = await client.AcceptAsync(ScriptedHandler.Callback, timeouts: timeouts);
            var taken = await client.UntilAsync(run, seen => seen.Token.Kind == Shards.TokenKind.Limit);
            await AwayAsync(world, outage, Long);

            // The clock ticks, but the target is only now about to try again.
            await world.WaitAsync(TimeSpan.FromSeconds(10));
            await client.HeartbeatAsync(run, taken.Attempt);
            await client.CompleteAsync(run, taken.Attempt);
            Assert.Equal((RunState.Succeeded, 1), Summary(await client.UntilEndedAsync(run)));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Executor_that_died_in_the_outage_is_found_out_one_lease_later()
    {
        var world = new World { Replaces = false };
        var outage = new Outage();
        var dies = world.Start(outage.Plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 100);
            await world.UntilAsync(() => world.Journal.CountOf(run) == 1, TimeSpan.FromSeconds(10));
            outage.IsOn = true;
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            world.Kill(dies);
            world.Start(outage.Plan);
            await world.WaitAsync(Long);
            outage.IsOn = false;
            var back = world.Time.Now;

            await world.UntilAsync(() => world.Journal.CountOf(run) == 2, TimeSpan.FromMinutes(5));
            var waited = world.Time.Now - back;
            Assert.InRange(waited, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(95));
            Assert.Equal((RunState.Succeeded, 2), Summary(await client.UntilEndedAsync(run)));
        });
        Oracles.Check(world, client.Accepted);
    }

    private static async Task AwayAsync(World world, Outage outage, TimeSpan time)
    {
        outage.IsOn = true;
        await world.WaitAsync(time);
        outage.IsOn = false;
    }

    private static (RunState State, int Attempt) Summary(RunRecord run) => (run.State, run.Attempt);

    private static AttemptOutcome? OutcomeOfFirst(World world, string run) => world.Memory.Partitions
        .SelectMany(world.Memory.Rows)
        .Where(row => row.Key == Shards.Keys.Attempt(run, 1))
        .Select(row => RunColumns.TryReadAttempt(row)?.Outcome)
        .Single();
}
