using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards.Records;

namespace JobScheduler.Scenarios;

/// <summary>
/// The scripted lives of schedules. What they say of fires is little: the oracles account for every nominal time, whatever happened.
/// </summary>
internal static class ScheduleLives
{
    private const string Job = "job";
    private const string Name = "s";

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    public static readonly IReadOnlyDictionary<string, Func<World, Client, Task>> All = new Dictionary<string, Func<World, Client, Task>>
    {
        ["cron allow"] = (world, client) => LiveAsync(world, client, Cron(), 0, 3),
        ["cron skip"] = (world, client) => LiveAsync(world, client, Cron(OverlapRule.Skip), 14, 3),
        ["cron queue one"] = (world, client) => LiveAsync(world, client, Cron(OverlapRule.QueueOne), 14, 4),
        ["cron queue all"] = (world, client) => LiveAsync(world, client, Cron(OverlapRule.QueueAll), 14, 3),
        ["cron cancel previous"] = (world, client) => LiveAsync(world, client, Cron(OverlapRule.CancelPrevious), 14, 3),
        ["interval delay"] = DelayAsync,
        ["once"] = OnceAsync,
        ["schedule pause and resume"] = PauseAsync,
        ["schedule pause until"] = PauseUntilAsync,
        ["schedule pause and withdraw"] = WithdrawAsync,
        ["change while fires are ahead"] = ChangeAheadAsync,
        ["change while a fire is in flight"] = ChangeInFlightAsync,
        ["delete while fires are ahead"] = DeleteAheadAsync,
        ["trigger skip"] = (world, client) => TriggerAsync(world, client, OverlapRule.Skip),
        ["trigger queue one"] = (world, client) => TriggerAsync(world, client, OverlapRule.QueueOne),
        ["trigger queue all"] = (world, client) => TriggerAsync(world, client, OverlapRule.QueueAll),
        ["trigger cancel previous"] = (world, client) => TriggerAsync(world, client, OverlapRule.CancelPrevious),
        ["trigger with key"] = TriggerWithKeyAsync,
        ["backfill"] = BackfillAsync,
        ["calendar change"] = CalendarAsync,
        ["delete a job with schedules"] = DeleteJobAsync,
        ["pause a job with schedules"] = PauseJobAsync,
    };

    private static ScheduleDefinition Cron(OverlapRule overlap = OverlapRule.Allow, string cron = "*/10 * * * * *") =>
        new() { Spec = new CronSpec { Cron = cron }, Policy = new SchedulePolicy { Overlap = overlap } };

    private static Task<Written<JobRecord>> PutJobAsync(Client client, double seconds) => client.PutJobAsync(
        Job,
        new JobDefinition
        {
            Target = new HandlerTarget { Name = ScriptedHandler.Ok },
            Input = new RawJson(FormattableString.Invariant($$"""{"seconds":{{seconds}}}""")),
        });

    private static async Task LiveAsync(World world, Client client, ScheduleDefinition definition, double seconds, int ticks)
    {
        await PutJobAsync(client, seconds);
        await client.PutScheduleAsync(Job, Name, definition);
        await world.WaitAsync(ticks * Tick);
        await client.DeleteScheduleAsync(Job, Name, withdraw: true);
    }

    private static async Task DelayAsync(World world, Client client)
    {
        await PutJobAsync(client, 3);
        await client.PutScheduleAsync(
            Job, Name, new ScheduleDefinition { Spec = new IntervalSpec { Every = Tick, Mode = IntervalMode.Delay } });
        await world.WaitAsync(3 * Tick);
        await client.DeleteScheduleAsync(Job, Name);
        await Oracles.RestAsync(world, TimeSpan.FromMinutes(20));
        ChainHolds(world, Tick);
    }

    /// <summary>Each run of mode delay is so long after the end of the one before it.</summary>
    private static void ChainHolds(World world, TimeSpan every)
    {
        DateTimeOffset? end = null;
        foreach (var run in world.Watched.Runs.Values.Where(run => run.Reason != RunReasons.Missed).OrderBy(run => run.Spec.NominalAt))
        {
            Assert.True(end is null || run.Spec.NominalAt >= end + every, $"{run.Spec.NominalAt:O} is not {every} after {end:O}");
            end = run.End!.At;
        }
    }

    private static async Task OnceAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutScheduleAsync(Job, Name, new ScheduleDefinition { Spec = new OnceSpec { After = Tick } });
        await world.UntilAsync(() => world.Watched.Runs.Values.Any(run => run.State.IsTerminal()), TimeSpan.FromMinutes(20));
        await world.WaitAsync(Tick);
        Assert.Equal(RunState.Succeeded, Assert.Single(world.Watched.Runs.Values).State);
    }

    private static async Task PauseAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutScheduleAsync(Job, Name, Cron());
        await world.WaitAsync(1.5 * Tick);
        await client.PauseScheduleAsync(Job, Name);
        await world.WaitAsync(2 * Tick);
        await client.ResumeScheduleAsync(Job, Name);
        await world.WaitAsync(1.5 * Tick);
        await client.DeleteScheduleAsync(Job, Name);
    }

    /// <summary>It goes on by itself, and is left alive.</summary>
    private static async Task PauseUntilAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutScheduleAsync(Job, Name, Cron(cron: "0 * * * * *"));
        await world.WaitAsync(Tick);
        await client.PauseScheduleAsync(Job, Name, world.Time.Now + 8 * Tick);
        await world.UntilAsync(() => world.Watched.Runs.Count > 0, TimeSpan.FromMinutes(20));
    }

    private static async Task WithdrawAsync(World world, Client client)
    {
        await PutJobAsync(client, 14);
        await client.PutScheduleAsync(Job, Name, Cron(OverlapRule.QueueAll));
        await world.WaitAsync(3.5 * Tick);
        await client.PauseScheduleAsync(Job, Name, withdraw: true);
        await Oracles.RestAsync(world, TimeSpan.FromMinutes(20));
        Assert.All(
            world.Watched.Runs.Values,
            run => Assert.True(run.State is RunState.Succeeded || run.Attempt == 0, $"{run.State} {run.Reason}"));
    }

    /// <summary>The new times have some in common with the old.</summary>
    private static async Task ChangeAheadAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutScheduleAsync(Job, Name, Cron());
        await world.WaitAsync(1.5 * Tick);
        await client.PutScheduleAsync(Job, Name, Cron(cron: "*/15 * * * * *"));
        await world.WaitAsync(2 * Tick);
        await client.DeleteScheduleAsync(Job, Name);
    }

    private static async Task ChangeInFlightAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutScheduleAsync(Job, Name, Cron(OverlapRule.Skip));

        // Calls take up to 4 ms: the clock's commit of the fire and that of the change are on their way together.
        var next = world.Time.Now + Tick;
        next = next.AddTicks(-(next.UtcTicks % Tick.Ticks));
        await world.WaitAsync(next - world.Time.Now - TimeSpan.FromMilliseconds(4));
        await client.PutScheduleAsync(Job, Name, Cron(OverlapRule.Skip, "*/5 * * * * *"));
        await world.WaitAsync(1.2 * Tick);
        await client.DeleteScheduleAsync(Job, Name);
    }

    private static async Task DeleteAheadAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutScheduleAsync(Job, Name, Cron(cron: "*/2 * * * * *"));
        await world.WaitAsync(0.5 * Tick);
        await client.DeleteScheduleAsync(Job, Name);
        var deleted = world.Time.Now;
        await world.WaitAsync(3 * Tick);
        Assert.All(
            world.Watched.Runs.Values,
            run => Assert.True(run.Spec.NominalAt <= deleted, $"{run.Spec.NominalAt:O} is after the deletion at {deleted:O}"));
    }

    private static async Task TriggerAsync(World world, Client client, OverlapRule rule)
    {
        await PutJobAsync(client, 8);
        await client.PutScheduleAsync(Job, Name, Cron(rule, "0 0 0 * * *"));
        for (var number = 0; number < 3; number++)
        {
            // Under a key, so that an answer that is lost makes no run of its own.
            await client.TriggerAsync(Job, Name, new TriggerRequest { IdempotencyKey = $"key-{number}" });
            await world.WaitAsync(TimeSpan.FromSeconds(1));
        }

        await Oracles.RestAsync(world, TimeSpan.FromMinutes(20));
        Assert.Equal(3, world.Watched.Runs.Count);
        Assert.Contains(world.Watched.Runs.Values, run => run.State == RunState.Succeeded);
    }

    private static async Task TriggerWithKeyAsync(World world, Client client)
    {
        await PutJobAsync(client, 2);
        await client.PutScheduleAsync(Job, Name, Cron(OverlapRule.QueueAll, "0 0 0 * * *"));
        var request = new TriggerRequest { IdempotencyKey = "once" };
        var runs = await Task.WhenAll(client.TriggerAsync(Job, Name, request), client.TriggerAsync(Job, Name, request));
        Assert.Equal(runs[0].Id, runs[1].Id);
        Assert.Equal(runs[0].Id, (await client.TriggerAsync(Job, Name, request)).Id);
        await client.UntilEndedAsync(runs[0].Id);
        Assert.Single(world.Watched.Runs);
    }

    private static async Task BackfillAsync(World world, Client client)
    {
        await PutJobAsync(client, 2);
        await client.PutScheduleAsync(Job, Name, Cron(OverlapRule.Skip, "0 0 * * * *"));
        var from = new DateTimeOffset(2026, 2, 28, 0, 0, 0, TimeSpan.Zero);
        await client.BackfillAsync(Job, Name, new BackfillRequest { Id = "again", From = from, To = from.AddHours(5), MaxConcurrency = 2 });
        await Oracles.RestAsync(world, TimeSpan.FromMinutes(20));
        var runs =
            world.Watched.Runs.Values.OrderBy(run => run.Spec.NominalAt).Where(run => run.Spec.NominalAt < from.AddHours(5)).ToList();
        Assert.Equal(Enumerable.Range(0, 5).Select(hour => from.AddHours(hour)), runs.Select(run => run.Spec.NominalAt));
        Assert.All(
            runs, run => Assert.InRange(runs.Count(other => other.Claim!.At <= run.Claim!.At && other.End!.At > run.Claim!.At), 1, 2));
        Assert.Equal(
            runs.Select(run => run.Id), runs.OrderBy(run => run.Spec.CreatedAt).ThenBy(run => run.Spec.NominalAt).Select(run => run.Id));
    }

    private static async Task CalendarAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutCalendarAsync("free", new CalendarDefinition { Dates = [new DateOnly(2026, 12, 24)] });
        await client.PutScheduleAsync(
            Job, Name, new ScheduleDefinition { Spec = new CronSpec { Cron = "*/10 * * * * *", Calendars = [new CalendarUse("free")] } });
        await client.PutCalendarAsync("free", new CalendarDefinition { Dates = [new DateOnly(2026, 3, 1)] });
        await world.WaitAsync(0.5 * Tick);
        await Oracles.RestAsync(world, TimeSpan.FromMinutes(20));
        var free = world.Time.Now;
        await world.WaitAsync(2 * Tick);
        var back = world.Time.Now;
        await client.PutCalendarAsync("free", new CalendarDefinition { Dates = [new DateOnly(2026, 12, 24)] });
        await world.UntilAsync(() => world.Watched.Runs.Values.Any(run => run.Spec.NominalAt > back), TimeSpan.FromMinutes(20));
        await client.DeleteScheduleAsync(Job, Name);
        Assert.DoesNotContain(world.Watched.Runs.Values, run => run.Spec.NominalAt > free && run.Spec.NominalAt <= back);
    }

    private static async Task DeleteJobAsync(World world, Client client)
    {
        await PutJobAsync(client, 14);
        await client.PutScheduleAsync(Job, Name, Cron());
        await client.PutScheduleAsync(Job, "line", Cron(OverlapRule.QueueAll));
        await world.WaitAsync(2.5 * Tick);
        try
        {
            await client.DeleteJobAsync(Job);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            // An earlier try of this call took effect, and its answer was lost.
        }

        await world.UntilAsync(
            () => world.Memory.Rows("00").Concat(world.Memory.Rows("01")).All(row => row.Key[0] is not ('J' or 'V' or 'S')),
            TimeSpan.FromMinutes(20));
    }

    private static async Task PauseJobAsync(World world, Client client)
    {
        await PutJobAsync(client, 0);
        await client.PutScheduleAsync(Job, Name, Cron(OverlapRule.Skip));
        await client.PutScheduleAsync(Job, "free", Cron());
        await client.PauseAsync(Job);
        await world.WaitAsync(2 * Tick);
        await client.DeleteScheduleAsync(Job, Name);
        await client.DeleteScheduleAsync(Job, "free");
        await client.ResumeAsync(Job);
    }
}
