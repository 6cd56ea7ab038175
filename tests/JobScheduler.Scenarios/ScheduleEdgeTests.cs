using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;

namespace JobScheduler.Scenarios;

/// <summary>Interleavings after which a schedule, a run or a gate was not what it should be, once.</summary>
public sealed class ScheduleEdgeTests
{
    private static readonly JobDefinition Ok = new() { Target = new HandlerTarget { Name = ScriptedHandler.Ok } };

    [Fact]
    public void Delay_goes_on_when_its_calendar_gets_new_days_after_it_had_none()
    {
        var world = new World();
        Play(world, async client =>
        {
            var today = DateOnly.FromDateTime(world.Time.Now.UtcDateTime);
            await PutCalendarAsync(client, [today]);
            await client.PutJobAsync("job", Ok);
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition
            {
                Spec = new IntervalSpec { Every = TimeSpan.FromHours(1), Mode = IntervalMode.Delay, Calendars = [new CalendarUse("days")] },
            });
            await world.WaitAsync(TimeSpan.FromDays(2));
            await PutCalendarAsync(client, [.. Enumerable.Range(0, 30).Select(today.AddDays)]);
            var before = world.Watched.Runs.Count;
            Assert.True(before > 0);
            await world.WaitAsync(TimeSpan.FromDays(2));
            Assert.True(world.Watched.Runs.Count > before, "no run in two allowed days");
        });
    }

    [Fact]
    public void Delay_goes_on_when_its_run_was_taken_back_because_time_went_back_a_little()
    {
        var world = new World();
        world.Watched.IsStrict = false;
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            var definition =
                new ScheduleDefinition { Spec = new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay } };
            await client.PutScheduleAsync("job", "s", definition);
            await client.PauseAsync("job");
            world.Alive.Clock.Skew = TimeSpan.FromSeconds(30);
            await world.UntilAsync(() => world.Watched.Runs.Count == 1, TimeSpan.FromMinutes(6));
            world.Alive.Clock.Skew = TimeSpan.Zero;
            await client.PutScheduleAsync("job", "s", definition with { Priority = Priority.High });
            await client.ResumeAsync("job");
            await world.WaitAsync(TimeSpan.FromHours(2));
            Assert.True(world.Watched.Runs.Count > 10, $"{world.Watched.Runs.Count} runs in two hours");
        });
    }

    [Fact]
    public void Fire_that_was_taken_back_from_its_line_fires_anew_in_time()
    {
        var world = new World();
        world.Watched.IsStrict = false;
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok with { Input = new RawJson("""{"seconds":590}""") });
            var definition = new ScheduleDefinition
            {
                Spec = new CronSpec { Cron = "* * * * *" },
                Policy = new SchedulePolicy { Overlap = OverlapRule.QueueAll },
            };
            world.Alive.Clock.Skew = TimeSpan.FromSeconds(30);
            await client.PutScheduleAsync("job", "s", definition);
            await world.UntilAsync(() => world.Watched.Runs.Count == 2, TimeSpan.FromMinutes(3));
            world.Alive.Clock.Skew = TimeSpan.Zero;
            await client.PutScheduleAsync("job", "s", definition with { Priority = Priority.High });
            await world.WaitAsync(TimeSpan.FromMinutes(3));
            Assert.True(world.Watched.Runs.Count >= 4, world.ToString());
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Input_of_a_fire_that_was_taken_back_and_fired_anew_is_not_deleted(int seed)
    {
        var world = new World(new WorldOptions { Seed = seed, Distance = TimeSpan.FromMilliseconds(40) });
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok with { Input = new RawJson($$"""{"seconds":0,"pad":"{{new string('x', 30_000)}}"}""") });
            var definition = new ScheduleDefinition
            {
                Spec = new CronSpec { Cron = "* * * * * *" },
                Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
            };
            await client.PutScheduleAsync("job", "s", definition);
            for (var i = 0; i < 10; i++)
            {
                await world.WaitAsync(TimeSpan.FromSeconds(8));
                await client.PutScheduleAsync("job", "s", definition with { Priority = i % 2 == 0 ? Priority.High : Priority.Low });
            }

            await client.DeleteScheduleAsync("job", "s");
            await world.WaitAsync(TimeSpan.FromMinutes(5));
        });
        Assert.All(
            world.Watched.Runs.Values,
            run => Assert.True(run.State == RunState.Succeeded, $"{run.Id} {run.State} {run.Reason} {run.End?.Error}"));
    }

    [Fact]
    public void Delay_goes_on_when_time_was_wrong_for_a_while()
    {
        var world = new World();
        world.Watched.IsStrict = false;
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            await client.PutScheduleAsync(
                "job",
                "s",
                new ScheduleDefinition { Spec = new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay } });
            await world.WaitAsync(TimeSpan.FromMinutes(12));
            world.Alive.Clock.Skew = TimeSpan.FromDays(1);
            await world.WaitAsync(TimeSpan.FromMinutes(12));
            world.Alive.Clock.Skew = TimeSpan.Zero;
            await world.WaitAsync(TimeSpan.FromMinutes(2));
            var before = world.Watched.Runs.Count;
            await world.WaitAsync(TimeSpan.FromHours(6));
            Assert.True(world.Watched.Runs.Count > before, $"{before} runs before, none in six hours");
        });
    }

    [Fact]
    public void Schedule_whose_alarm_is_gone_is_repaired()
    {
        var world = new World();
        world.Watched.IsStrict = false;
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition { Spec = new CronSpec { Cron = "*/10 * * * *" } });
            await DeleteAlarmAsync(world);
            await world.WaitAsync(TimeSpan.FromHours(13));
            Assert.NotEmpty(world.Watched.Runs);
        });
    }

    [Fact]
    public void End_of_a_run_whose_schedule_has_lost_its_alarm_does_not_keep_the_clock_for_ever()
    {
        var world = new World();
        world.Watched.IsStrict = false;
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok with { Input = new RawJson("""{"seconds":30}""") });
            await client.PutScheduleAsync(
                "job",
                "s",
                new ScheduleDefinition { Spec = new IntervalSpec { Every = TimeSpan.FromMinutes(1), Mode = IntervalMode.Delay } });
            await world.UntilAsync(() => world.Watched.Runs.Count == 1, TimeSpan.FromMinutes(2));
            await client.PauseScheduleAsync("job", "s", until: world.Time.Now.AddHours(5));
            await DeleteAlarmAsync(world);
            await world.WaitAsync(TimeSpan.FromMinutes(1));
            var before = world.Counter.Commits;
            await world.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.True(world.Counter.Commits - before < 100, $"{world.Counter.Commits - before} commits in a quiet minute");
        });
    }

    [Fact]
    public void Line_of_more_than_a_page_is_looked_after()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync(
                "job", Ok with { Input = new RawJson("""{"seconds":1500}"""), Timeouts = new Timeouts { Run = TimeSpan.FromHours(1) } });
            await client.PutScheduleAsync(
                "job",
                "s",
                new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "* * * * * *" },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.QueueAll },
                });
            await world.WaitAsync(TimeSpan.FromMinutes(20));
            Assert.DoesNotContain(world.Alive.Log.Lines, line => line.Contains("cannot be acted on", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Backfill_from_the_first_instant_is_answered()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition { Spec = new CronSpec { Cron = "0 0 1 1 *" } });
            var request = new BackfillRequest { Id = "b", From = DateTimeOffset.MinValue, To = world.Time.Now };
            var error = await Record.ExceptionAsync(() => client.BackfillAsync("job", "s", request));
            Assert.True(error is null or RefusalException, error?.ToString());
        });
    }

    [Fact]
    public void Delay_is_not_set_off_by_the_end_of_a_run_of_a_schedule_of_the_same_name_before()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok with { Input = new RawJson("""{"seconds":500}""") });
            var definition = new ScheduleDefinition
            {
                Spec = new IntervalSpec { Every = TimeSpan.FromMinutes(1), Mode = IntervalMode.Delay },
                Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
            };
            await client.PutScheduleAsync("job", "s", definition);
            await world.UntilAsync(() => world.Watched.Runs.Count == 1, TimeSpan.FromMinutes(2));
            await world.WaitAsync(TimeSpan.FromMinutes(5));
            await client.DeleteScheduleAsync("job", "s");
            await client.PutScheduleAsync("job", "s", definition);
            await world.WaitAsync(TimeSpan.FromHours(1));
            var runs = world.Watched.Runs.Values.Where(run => run.Claim is not null).OrderBy(run => run.Spec.NominalAt).Skip(1).ToList();
            Assert.All(
                runs.Zip(runs.Skip(1)),
                pair => Assert.True(
                    pair.First.End?.At <= pair.Second.Spec.NominalAt, $"{pair.Second.Spec.NominalAt:O} before {pair.First.End?.At:O}"));
        });
    }

    [Fact]
    public void Fires_that_were_found_to_have_had_their_run_do_not_count_twice_against_maxRuns()
    {
        var world = new World();
        world.Watched.IsStrict = false;
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            world.Alive.Clock.Skew = TimeSpan.FromMinutes(5);
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition
            {
                Spec = new CronSpec { Cron = "* * * * *", MaxRuns = 10 },
                Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
            });
            await world.WaitAsync(TimeSpan.FromMinutes(4));
            world.Alive.Clock.Skew = TimeSpan.Zero;
            await world.WaitAsync(TimeSpan.FromMinutes(30));
            Assert.Equal(10, world.Watched.Runs.Count);
        });
    }

    [Fact]
    public void Schedules_are_listed_while_the_large_input_of_one_is_replaced()
    {
        var world = new World(new WorldOptions { Distance = TimeSpan.FromMilliseconds(20) });
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            var definition = new ScheduleDefinition { Spec = new CronSpec { Cron = "0 0 1 1 *" } };
            ScheduleDefinition With(int i) => definition with { Input = new RawJson($$"""{"pad":"{{new string('x', 10_000)}}{{i}}"}""") };
            await client.PutScheduleAsync("job", "s", With(0));
            var ends = false;
            var writes = WriteAsync();
            for (var i = 0; i < 100; i++)
            {
                var page = await client.AskAsync<ScheduleLists, Page<ScheduleRecord>>(
                    lists => lists.OfJobAsync(Client.Tenant, "job", new PageRequest(10, null), default));
                Assert.Single(page.Items);
            }

            ends = true;
            await writes;

            async Task WriteAsync()
            {
                for (var i = 1; !ends; i++)
                {
                    await client.PutScheduleAsync("job", "s", With(i));
                }
            }
        });
    }

    [Fact]
    public void Backfills_of_a_tenant_do_not_hold_up_the_fires_of_others()
    {
        var world = new World(new WorldOptions { Distance = TimeSpan.FromMilliseconds(10) });
        Play(world, async client =>
        {
            await client.PutJobAsync("slow", Ok with { Input = new RawJson("""{"seconds":300}""") });
            var minutely = new ScheduleDefinition { Spec = new CronSpec { Cron = "* * * * *" } };
            await client.PutScheduleAsync(
                "slow",
                "s",
                minutely with { Spec = new CronSpec { Cron = "* * * * *", EndAt = world.Time.Now.AddSeconds(1).AddYears(1) } });
            await client.PauseScheduleAsync("slow", "s");
            await client.PutJobAsync("job", Ok);
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition { Spec = new CronSpec { Cron = "*/10 * * * * *" } });
            for (var i = 0; i < 10; i++)
            {
                await client.BackfillAsync(
                    "slow",
                    "s",
                    new BackfillRequest
                    {
                        Id = $"b{i}",
                        From = world.Time.Now.AddDays(-1),
                        To = world.Time.Now.AddHours(-1),
                        MaxConcurrency = 100,
                    });
            }

            await world.WaitAsync(TimeSpan.FromMinutes(4));
            var late = world.Watched.Runs.Values.Where(run => run.Spec.JobId == "job").Max(run => run.Spec.CreatedAt - run.Spec.NominalAt);
            Assert.True(late < TimeSpan.FromSeconds(3), $"fires were up to {late} late");
        });
    }

    [Fact]
    public void Schedule_of_a_job_that_the_clock_believed_absent_fires_in_time()
    {
        var world = new World();
        Play(world, async client =>
        {
            await TickEachSecondAsync(client);
            var other = world.Start(executes: false);
            await world.WaitAsync(TimeSpan.FromSeconds(2));

            // GET of a job that is not there yet, answered by the process that has the clock; the others by another one.
            await Assert.ThrowsAsync<RefusalException>(
                () => client.AskAsync<JobCatalog, JobRecord>(catalog => catalog.GetAsync(Client.Tenant, "job", default)));
            await AskAsync<JobCatalog, Written<JobRecord>>(
                other, catalog => catalog.PutAsync(Client.Me, "job", Ok, null, new WriteCondition(), default));
            await AskAsync<ScheduleCatalog, Written<ScheduleRecord>>(other, catalog => catalog.PutAsync(
                Client.Me,
                "job",
                "s",
                new ScheduleDefinition { Spec = new OnceSpec { After = TimeSpan.FromSeconds(1) } },
                null,
                new WriteCondition(),
                default));
            await world.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Contains(world.Watched.Runs.Values, run => run.Spec.JobId == "job");
        });
    }

    [Fact]
    public void Run_at_the_gate_of_a_job_that_the_clock_believed_absent_is_not_canceled()
    {
        var world = new World();
        Play(world, async client =>
        {
            await TickEachSecondAsync(client);
            var other = world.Start(executes: false);
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            await Assert.ThrowsAsync<RefusalException>(
                () => client.AskAsync<JobCatalog, JobRecord>(catalog => catalog.GetAsync(Client.Tenant, "job", default)));
            await AskAsync<JobCatalog, Written<JobRecord>>(
                other, catalog => catalog.PutAsync(Client.Me, "job", Ok, null, new WriteCondition(), default));
            await AskAsync<ScheduleCatalog, Written<ScheduleRecord>>(other, catalog => catalog.PutAsync(
                Client.Me,
                "job",
                "s",
                new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "0 0 1 1 *" },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.QueueAll },
                },
                null, new WriteCondition(), default));
            var input = new RawJson("""{"seconds":20}""");
            var runs = new List<string>();
            for (var i = 0; i < 2; i++)
            {
                runs.Add((await AskAsync<ScheduleActions, AcceptedRun>(other, actions => actions.TriggerAsync(
                    Client.Me, "job", "s", new TriggerRequest { Input = input }, default))).Run.Id);
            }

            await world.WaitAsync(TimeSpan.FromMinutes(3));
            Assert.All(runs, run => Assert.Equal(RunState.Succeeded, world.Watched.Runs[Keys.Run(run)].State));
        });
    }

    [Fact]
    public void Trigger_of_another_schedule_with_the_same_key_is_not_the_same_run()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            var yearly = new ScheduleDefinition { Spec = new CronSpec { Cron = "0 0 1 1 *" } };
            await client.PutScheduleAsync("job", "a", yearly);
            await client.PutScheduleAsync("job", "b", yearly);
            var a = await client.TriggerAsync("job", "a", new TriggerRequest { IdempotencyKey = "k" });
            try
            {
                var b = await client.TriggerAsync("job", "b", new TriggerRequest { IdempotencyKey = "k" });
                Assert.NotEqual(a.Id, b.Id);
            }
            catch (RefusalException)
            {
                // 422: the key was used with another request. Right.
            }
        });
    }

    [Fact]
    public void Trigger_asked_again_is_the_same_run_although_the_schedule_was_changed_meanwhile()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", Ok);
            var yearly = new ScheduleDefinition { Spec = new CronSpec { Cron = "0 0 1 1 *" } };
            await client.PutScheduleAsync("job", "a", yearly);
            var first = await client.TriggerAsync("job", "a", new TriggerRequest { IdempotencyKey = "k" });
            await client.PutScheduleAsync("job", "a", yearly with { Priority = Priority.High });
            Assert.Equal(first.Id, (await client.TriggerAsync("job", "a", new TriggerRequest { IdempotencyKey = "k" })).Id);
        });
    }

    [Fact]
    public void Deletion_of_a_job_that_is_refused_leaves_its_schedules()
    {
        var world = new World();
        Play(world, async client =>
        {
            var job = (await client.PutJobAsync("job", Ok)).Record;
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition { Spec = new CronSpec { Cron = "0 0 1 1 *" } });
            await client.PutJobAsync("job", Ok with { Description = "changed meanwhile" });
            var refusal = await Assert.ThrowsAsync<RefusalException>(() => client.AskAsync<JobCatalog, bool>(async catalog =>
            {
                await catalog.DeleteAsync(Client.Me, "job", new WriteCondition(EntityTags.Of(job.ETag)), default);
                return true;
            }));
            Assert.Equal(RefusalKind.Precondition, refusal.Kind);
            Assert.Equal("s", (await client.GetScheduleAsync("job", "s")).Id);
        });
    }

    private static Task<Written<CalendarRecord>> PutCalendarAsync(Client client, IReadOnlyList<DateOnly> days) =>
        client.AskAsync<CalendarCatalog, Written<CalendarRecord>>(catalog =>
            catalog.PutAsync(
                Client.Me,
                "days",
                new CalendarDefinition { Kind = CalendarKind.Include, Dates = days },
                new WriteCondition(),
                CancellationToken.None));

    private static async Task DeleteAlarmAsync(World world)
    {
        var alarm = world.Memory.Rows("00").Single(row => AlarmKey.KindOf(row.Key) is FireAlarms.WhenDue or FireAlarms.Ahead);
        await world.Memory.Tables.CommitAsync("00", [Storage.RowOperation.Delete(alarm.Key)], CancellationToken.None);
    }

    private static async Task TickEachSecondAsync(Client client)
    {
        await client.PutJobAsync("ticker", Ok);
        await client.PutScheduleAsync("ticker", "ticks", new ScheduleDefinition { Spec = new CronSpec { Cron = "* * * * * *" } });
    }

    private static Task<T> AskAsync<TService, T>(SimulatedProcess process, Func<TService, Task<T>> call)
        where TService : notnull => process.AskAsync(services => call((TService)services.GetService(typeof(TService))!));

    private static void Play(World world, Func<Client, Task> script)
    {
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await script(new Client(world));
        });
    }
}
