using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Limits;

/// <summary>A job's limit of runs at once: what runs, what waits, and what becomes of those for which there is no room.</summary>
public sealed class LimitTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Limit_lets_as_many_run_as_it_says_and_the_next_begins_when_one_ends()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 2 }));
            runs = await LimitPlay.SubmitAsync(world, client, 10, 5);
        });

        Assert.All(LimitPlay.Runs(world, runs), run => Assert.Equal(RunState.Succeeded, run.State));
        Assert.Equal(2, LimitPlay.MostAtOnce(world, runs));
        Assert.Equal(runs, world.Journal.Executions.Select(execution => execution.Run));
        var ends = LimitPlay.Runs(world, runs).Select(run => run.End!.At).Order().ToList();
        Assert.All(
            world.Journal.Executions.Skip(2).Zip(ends), pair => Assert.InRange(pair.First.At - pair.Second, TimeSpan.Zero, AtOnce));
    }

    [Fact]
    public void Run_starts_at_once_while_there_is_room()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 5 }));
            runs = await LimitPlay.SubmitAsync(world, client, 5, 5);
        });

        Assert.All(
            world.Journal.Executions.Zip(LimitPlay.Runs(world, runs)),
            pair => Assert.InRange(pair.First.At - pair.Second.Spec.DueAt, TimeSpan.Zero, AtOnce));
    }

    [Fact]
    public void Each_value_of_a_key_has_the_limit_by_itself()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1, Key = "/customer" }));
            runs = await LimitPlay.SubmitAsync(world, client, 9, 5, i => i % 3 == 2 ? "\"other\":1" : $"\"customer\":\"c{i % 3}\"");
        });

        Assert.Equal(3, LimitPlay.MostAtOnce(world, runs));
        for (var value = 0; value < 3; value++)
        {
            Assert.Equal(1, LimitPlay.MostAtOnce(world, [.. runs.Where((_, i) => i % 3 == value)]));
        }

        // A value that nobody needs leaves nothing behind.
        Assert.DoesNotContain(world.Memory.Rows("00"), row => row.Key.Contains("|max|", StringComparison.Ordinal));
    }

    [Fact]
    public void Skip_ends_what_is_due_while_the_limit_is_reached()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1, OnLimit = OnLimit.Skip }));
            runs = await LimitPlay.SubmitAsync(world, client, 3, 5);
            await world.WaitAsync(TimeSpan.FromSeconds(10));
            runs.AddRange(await LimitPlay.SubmitAsync(world, client, 1, 5));
        });

        Assert.Equal("1 succeeded, 2 skipped concurrency, 3 skipped concurrency, 4 succeeded", LimitPlay.Story(world, runs));
        Assert.All(
            LimitPlay.Runs(world, runs)[1..3], run => Assert.InRange(run.End!.At - run.Spec.DueAt, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Cancel_oldest_makes_room_for_the_newest()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 2, OnLimit = OnLimit.CancelOldest }));
            runs = await LimitPlay.SubmitAsync(world, client, 2, 60);
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            runs.AddRange(await LimitPlay.SubmitAsync(world, client, 1, 60));
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            runs.AddRange(await LimitPlay.SubmitAsync(world, client, 1, 60));
        });

        Assert.Equal("1 canceled canceled, 2 canceled canceled, 3 succeeded, 4 succeeded", LimitPlay.Story(world, runs));
        Assert.Equal([true, true, false, false], world.Journal.Executions.Select(execution => execution.WasCanceled));
        Assert.InRange(
            world.Journal.Executions[2].At - LimitPlay.Runs(world, runs)[2].Spec.DueAt, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Lowered_limit_lets_none_start_until_fewer_are_left()
    {
        List<string> runs = [];
        DateTimeOffset lowered = default;
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 10 }));
            for (var i = 0; i < 14; i++)
            {
                runs.AddRange(await LimitPlay.SubmitAsync(world, client, 1, 10 + i));
            }

            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 2 }));
            lowered = world.Time.Now;
        });

        var later = world.Journal.Executions.Where(execution => execution.At > lowered).ToList();
        Assert.Equal(4, later.Count);
        var ends = LimitPlay.Runs(world, runs).ToDictionary(run => run.Id, run => run.End!.At);
        Assert.All(later, execution => Assert.InRange(
            world.Journal.Executions.Count(other => other.At <= execution.At && ends[other.Run] > execution.At), 1, 2));
    }

    [Fact]
    public void Raised_limit_lets_those_in_the_line_begin_at_once()
    {
        List<string> runs = [];
        DateTimeOffset raised = default;
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }));
            runs = await LimitPlay.SubmitAsync(world, client, 4, 60);
            raised = world.Time.Now;
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 4 }));
        });

        Assert.All(
            world.Journal.Executions.Skip(1), execution => Assert.InRange(execution.At - raised, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        Assert.Equal(4, LimitPlay.MostAtOnce(world, runs));
    }

    [Fact]
    public void Slot_is_given_back_between_attempts_and_waited_for_again()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            var definition = LimitPlay.Definition(new Concurrency { Max = 1 }, ScriptedHandler.Flaky) with
            {
                Retry = new RetryPolicy { Backoff = Backoff.Fixed, InitialDelay = TimeSpan.FromSeconds(20), Jitter = 0 },
            };
            await client.PutJobAsync(LimitPlay.Job, definition);
            runs = await LimitPlay.SubmitAsync(world, client, 2, 10);
        });

        // 1 fails at 10 s; 2 runs until 20 s and fails; 1 is due again at 30 s, and 2 at 40 s.
        Assert.Equal("1 succeeded, 2 succeeded", LimitPlay.Story(world, runs));
        Assert.Equal(
            [(runs[0], 1), (runs[1], 1), (runs[0], 2), (runs[1], 2)],
            world.Journal.Executions.Select(execution => (execution.Run, execution.Attempt)));
        Assert.InRange(
            world.Journal.Executions[1].At - world.Journal.Executions[0].At, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10.2));
    }

    [Fact]
    public void Wait_in_the_line_ends_with_the_queue_timeout()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            var definition = LimitPlay.Definition(new Concurrency { Max = 1 }) with
            {
                Timeouts = new Timeouts { Queue = TimeSpan.FromSeconds(15) },
            };
            await client.PutJobAsync(LimitPlay.Job, definition);
            runs = await LimitPlay.SubmitAsync(world, client, 3, 10);
        });

        Assert.Equal("1 succeeded, 2 succeeded, 3 expired queueTimeout", LimitPlay.Story(world, runs));
        var expired = LimitPlay.Runs(world, runs)[2];
        Assert.InRange(expired.End!.At - expired.Spec.DueAt, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(16));
    }

    [Fact]
    public void Cancel_of_the_one_that_runs_lets_the_next_begin_and_one_in_the_line_just_ends()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }));
            runs = await LimitPlay.SubmitAsync(world, client, 3, 60);
            await client.CancelAsync(runs[1]);
            await client.CancelAsync(runs[0]);
        });

        Assert.Equal("1 canceled canceled, 2 canceled canceled, 3 succeeded", LimitPlay.Story(world, runs));
        Assert.InRange(
            world.Journal.Executions[1].At - LimitPlay.Runs(world, runs)[0].End!.At, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Line_of_a_paused_job_stands_still_and_goes_on_when_it_is_resumed()
    {
        List<string> runs = [];
        DateTimeOffset resumed = default;
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }));
            runs = await LimitPlay.SubmitAsync(world, client, 3, 10);
            await client.PauseAsync(LimitPlay.Job);
            await world.WaitAsync(TimeSpan.FromMinutes(5));
            resumed = world.Time.Now;
            await client.ResumeAsync(LimitPlay.Job);
        });

        Assert.Equal("1 succeeded, 2 succeeded, 3 succeeded", LimitPlay.Story(world, runs));
        Assert.InRange(world.Journal.Executions[1].At - resumed, TimeSpan.Zero, TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void Runs_in_the_line_of_a_deleted_job_end()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }));
            runs = await LimitPlay.SubmitAsync(world, client, 3, 30);
            await client.DeleteJobAsync(LimitPlay.Job);
        });

        Assert.Equal("1 succeeded, 2 canceled jobDeleted, 3 canceled jobDeleted", LimitPlay.Story(world, runs));
        Assert.DoesNotContain(world.Memory.Rows("00"), row => row.Key.StartsWith("G~", StringComparison.Ordinal));
    }

    [Fact]
    public void Fires_of_a_schedule_and_later_runs_take_their_places_when_they_are_due()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            var definition = LimitPlay.Definition(new Concurrency { Max = 1 }) with { Input = new RawJson("""{"seconds":40}""") };
            await client.PutJobAsync(LimitPlay.Job, definition);
            await client.PutScheduleAsync(
                LimitPlay.Job, "minutely", new ScheduleDefinition { Spec = new CronSpec { Cron = "* * * * *", MaxRuns = 2 } });
            runs.Add(await client.AcceptAsync(LimitPlay.Request(40) with { After = TimeSpan.FromSeconds(90) }));
        });

        // Fires at 60 s and 120 s, the other at 90.5 s: each takes 40 s.
        Assert.Equal(3, world.Watched.Runs.Count);
        Assert.All(world.Watched.Runs.Values, run => Assert.Equal(RunState.Succeeded, run.State));
        Assert.All(
            world.Journal.Executions.Zip(world.Journal.Executions.Skip(1)),
            pair => Assert.InRange(pair.Second.At - pair.First.At, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40.3)));
    }

    [Fact]
    public void Why_names_the_limit_its_holders_and_the_place_in_the_line()
    {
        List<string> runs = [];
        List<WhyWaiting> whys = [];
        LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 2, Key = "/customer" }));
            runs = await LimitPlay.SubmitAsync(world, client, 5, 30, i => $"\"customer\":{(i == 0 ? 0 : 1)}");
            await world.WaitAsync(TimeSpan.FromSeconds(3));
            foreach (var run in runs.Skip(3))
            {
                whys.Add(await client.AskAsync<RunReader, WhyWaiting>(
                    reader => reader.WhyAsync(Client.Tenant, run, CancellationToken.None)));
            }
        });

        Assert.All(whys, why =>
        {
            var blocker = Assert.Single(why.Blockers);
            Assert.Equal(BlockerKind.Concurrency, blocker.Kind);
            Assert.Equal(runs[1..3], blocker.HeldBy);
            Assert.Contains("2 runs", blocker.Detail, StringComparison.Ordinal);
        });
        Assert.Equal([1, 2], whys.Select(why => why.Position));
    }

    /// <summary>Each run then waits in a line of its own, whose alarm is a row more.</summary>
    [Fact]
    public void Places_of_many_runs_that_go_on_to_rates_of_their_own_are_granted()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (_, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 50 }) with
            {
                Rate = new JobRate { Limit = new Rate(1, 's'), Key = "/customer" },
                Timeouts = new Timeouts { Queue = TimeSpan.FromMinutes(5) },
            });
            runs.AddRange(await client.AcceptManyAsync(
                [.. Enumerable.Range(0, 60).Select(i => LimitPlay.Request(1, $"\"customer\":{i}"))]));
        });

        Assert.All(LimitPlay.Runs(world, runs), run => Assert.Equal(RunState.Succeeded, run.State));
    }

    [Fact]
    public void Process_that_dies_with_a_slot_does_not_keep_it()
    {
        List<string> runs = [];
        var world = LimitPlay.Play(async (world, client) =>
        {
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }));
            runs = await LimitPlay.SubmitAsync(world, client, 3, 20);
            world.Kill(world.Processes[0]);
        });

        Assert.Equal("1 succeeded, 2 succeeded, 3 succeeded", LimitPlay.Story(world, runs));
        Assert.Equal(4, world.Journal.Executions.Count);
    }
}
