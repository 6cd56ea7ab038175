namespace JobScheduler.Client.Tests.Wire;

/// <summary>What schedules do: fire, be run by hand, be run for the past; and what is said beforehand.</summary>
public sealed class FiresOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SchedulesClient Schedules => host.Client.Schedules;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Once_after_a_moment_fires_once_at_that_time_with_the_input_of_the_schedule()
    {
        var job = await EchoAsync("once");
        var schedule = new Schedule
        {
            Id = "soon",
            Spec = new OnceSpec { After = TimeSpan.FromMilliseconds(100) },
            Input = RawJson.Of("from the schedule"),
        };

        var written = await Schedules.PutAsync(job, schedule, default, Cancellation);
        var at = Assert.IsType<OnceSpec>(written.Spec).At;
        var run = await host.Client.Runs.WaitForEndAsync(
            (await FirstRunAsync(job, "soon", TestContext.Current.CancellationToken)).Id, Patience, Cancellation);

        Assert.NotNull(at);
        Assert.Equal((at, "soon", RunState.Succeeded), (run.NominalAt, run.ScheduleId, run.State));
        Assert.Equal("from the schedule", run.Result?.As<string>());
        var after = await Schedules.GetAsync(job, "soon", Cancellation);
        Assert.Equal((at, 1), (after.LastFireAt, after.Runs));
        Assert.Null(after.NextFireAt);
    }

    [Fact]
    public async Task Trigger_answer_lost_makes_one_run_of_the_schedule()
    {
        var job = await EchoAsync("triggered");
        await Schedules.PutAsync(
            job, new Schedule { Id = "x", Spec = CronSpec.Of("0 0 1 1 *"), Input = RawJson.Of(1) }, default, Cancellation);
        using var loser = new AnswerLoser();
        using var http = new HttpClient(loser) { BaseAddress = host.Address };
        using var client = new JobSchedulerClient(
            http, WireHost.Key, new JobSchedulerClientOptions { FirstDelay = TimeSpan.FromMilliseconds(1) });

        var run = await client.Schedules.TriggerAsync(
            job, "x", new TriggerRequest { Labels = new Dictionary<string, string> { ["by"] = "hand" } }, Cancellation);

        Assert.Equal(2, loser.Requests);
        Assert.True(run.Replayed);
        Assert.Equal(("x", "hand"), (run.ScheduleId, run.Labels["by"]));
        Assert.Equal(run.Id, (await Runs(job, "x").SingleAsync(Cancellation)).Id);
        Assert.Equal(1, (await host.Client.Runs.WaitForEndAsync(run.Id, Patience, Cancellation)).Result?.As<int>());
    }

    [Fact]
    public async Task Backfill_answer_lost_runs_each_time_of_the_range_once()
    {
        var job = await EchoAsync("backfilled");
        await Schedules.PutAsync(job, new Schedule { Id = "monthly", Spec = CronSpec.Of("0 0 1 * *") }, default, Cancellation);
        using var loser = new AnswerLoser();
        using var http = new HttpClient(loser) { BaseAddress = host.Address };
        using var client = new JobSchedulerClient(
            http, WireHost.Key, new JobSchedulerClientOptions { FirstDelay = TimeSpan.FromMilliseconds(1) });
        var from = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var operation = await client.Schedules.BackfillAsync(
            job, "monthly", new BackfillRequest { From = from, To = from.AddMonths(4), MaxConcurrency = 2 }, Cancellation);
        var ended = await host.Client.Operations.WaitForEndAsync(operation.Id, Cancellation);

        Assert.Equal(2, loser.Requests);
        Assert.Equal(("backfill", OperationState.Succeeded), (ended.Kind, ended.State));
        var times = await Runs(job, "monthly").Select(run => run.NominalAt).ToListAsync(Cancellation);
        Assert.Equal([from, from.AddMonths(1), from.AddMonths(2), from.AddMonths(3)], times.Order());
    }

    [Fact]
    public async Task Preview_over_a_change_of_the_clocks_says_what_is_moved()
    {
        var from = new DateTimeOffset(2027, 3, 27, 12, 0, 0, TimeSpan.FromHours(1));

        var preview = await Schedules.PreviewAsync(
            new PreviewRequest { Spec = CronSpec.Of("30 2 * * *", "Europe/Berlin"), From = from, Count = 2 }, Cancellation);

        Assert.Equal(["2027-03-28T03:00:00+02:00", "2027-03-29T02:30:00+02:00"], preview.Fires.Select(fire => fire.LocalTime));
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), preview.Fires[0].NominalAt);
        Assert.NotEmpty(preview.Fires[0].Notes);
        Assert.Empty(preview.Fires[1].Notes);
    }

    [Fact]
    public async Task Preview_with_a_calendar_says_what_is_skipped()
    {
        await host.Client.Calendars.PutAsync(
            new Calendar { Id = "weekends", Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] }, default, Cancellation);
        var friday = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var spec = CronSpec.Of("0 6 * * *") with { Calendars = [new CalendarUse("weekends")] };

        var preview = await Schedules.PreviewAsync(new PreviewRequest { Spec = spec, From = friday, Count = 2 }, Cancellation);

        Assert.Equal([friday.AddHours(6), friday.AddDays(3).AddHours(6)], preview.Fires.Select(fire => fire.NominalAt));
        Assert.Equal(2, preview.Skipped.Count);
        Assert.All(preview.Skipped, skipped => Assert.NotEmpty(skipped.Reason));
    }

    [Fact]
    public async Task Preview_of_nonsense_names_the_field()
    {
        var failure = await Assert.ThrowsAsync<InvalidRequestException>(
            () => Schedules.PreviewAsync(new PreviewRequest { Spec = CronSpec.Of("every monday") }, Cancellation));

        Assert.Contains("spec.cron", failure.Errors.Keys);
    }

    [Fact]
    public async Task Upcoming_has_the_fires_of_all_schedules_by_time()
    {
        var (first, second) = (await EchoAsync("upcoming-1"), await EchoAsync("upcoming-2"));
        var written = await Schedules.PutAsync(first, new Schedule { Id = "full", Spec = CronSpec.Of("0 * * * *") }, default, Cancellation);
        await Schedules.PutAsync(second, new Schedule { Id = "half", Spec = CronSpec.Of("30 * * * *") }, default, Cancellation);
        var from = written.CreatedAt.AddMinutes(1);

        var fires = await Schedules.UpcomingAsync(from, from.AddHours(3), Cancellation)
            .Where(fire => fire.JobId == first || fire.JobId == second).ToListAsync(Cancellation);

        Assert.Equal(6, fires.Count);
        Assert.Equal(3, fires.Count(fire => (fire.JobId, fire.ScheduleId) == (first, "full")));
        Assert.Equal(fires.Select(fire => fire.NominalAt).Order(), fires.Select(fire => fire.NominalAt));
        Assert.All(fires, fire => Assert.InRange(fire.NominalAt, from, from.AddHours(3)));
    }

    private async Task<string> EchoAsync(string id) =>
        (await host.Client.Jobs.PutAsync(new Job { Id = id, Target = new HandlerTarget { Name = "echo" } }, default, Cancellation)).Id!;

    private IAsyncEnumerable<Run> Runs(string job, string schedule) =>
        host.Client.Runs.ListAsync(new RunFilter { JobId = job, ScheduleId = schedule }, Cancellation);

    /// <summary>A fire makes its run when the clock gets to it; nothing tells a client of that.</summary>
    private async Task<Run> FirstRunAsync(string job, string schedule, CancellationToken limit)
    {
        while (true)
        {
            if (await Runs(job, schedule).FirstOrDefaultAsync(limit) is { } run)
            {
                return run;
            }

            await Task.Yield();
        }
    }
}
