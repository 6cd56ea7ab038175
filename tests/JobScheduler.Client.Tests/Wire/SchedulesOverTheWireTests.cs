using System.Text.Json;

namespace JobScheduler.Client.Tests.Wire;

public sealed class SchedulesOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private SchedulesClient Schedules => host.Client.Schedules;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_everything_reads_back_and_can_be_put_again()
    {
        var job = await EchoAsync("everything");
        await host.Client.Calendars.PutAsync(
            new Calendar { Id = "weekends", Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] }, default, Cancellation);
        var spec = new CronSpec
        {
            Cron = "30 7 * * *",
            TimeZone = "Europe/Berlin",
            Dst = new DstPolicy { Gap = GapRule.Shift, Overlap = RepeatRule.Second },
            StartAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            EndAt = new DateTimeOffset(2099, 12, 31, 0, 0, 0, TimeSpan.Zero),
            MaxRuns = 1000,
            Jitter = TimeSpan.FromSeconds(5),
            Calendars = [new CalendarUse("weekends", CalendarShift.Next)],
        };
        var schedule = new Schedule
        {
            Id = "mornings",
            Spec = spec,
            Policy = new SchedulePolicy
            {
                Misfire = MisfireRule.FireAll,
                CatchUpWindow = TimeSpan.FromHours(3),
                MaxCatchUp = 4,
                Overlap = OverlapRule.QueueOne,
            },
            Input = RawJson.Of(new[] { 1, 2 }),
            Priority = Priority.Low,
        };

        var written = await Schedules.PutAsync(job, schedule, Precondition.Absent, Cancellation);
        var read = await Schedules.GetAsync(job, "mornings", Cancellation);
        var again = await Schedules.PutAsync(job, read, Precondition.Unchanged(read.ETag), Cancellation);

        Assert.Equal(written.ETag, read.ETag);
        var cron = Assert.IsType<CronSpec>(again.Spec);
        Assert.Equal(spec.Calendars, cron.Calendars);
        Assert.Equal(spec, cron with { Calendars = spec.Calendars });
        Assert.Equal(schedule.Policy, again.Policy);
        Assert.Equal(2, again.Input!.ToElement()[1].GetInt32());
        Assert.Equal((Priority.Low, job, false, 0), (again.Priority, again.JobId, again.Paused, again.Runs));
        Assert.True(again.NextFireAt > again.CreatedAt);
        Assert.Equal(JobStatusKind.Scheduled, (await host.Client.Jobs.GetStatusAsync(job, Cancellation)).Status);
        // Whatever the server writes, this client knows.
        Assert.Null(again.Others);
    }

    [Fact]
    public async Task Put_stale_tag_is_refused_and_changes_nothing()
    {
        var job = await EchoAsync("stale");
        var first = await Schedules.PutAsync(job, Yearly("x"), default, Cancellation);
        await Schedules.PutAsync(job, Yearly("x") with { Priority = Priority.High }, default, Cancellation);

        await Assert.ThrowsAsync<PreconditionFailedException>(
            () => Schedules.PutAsync(job, Yearly("x") with { Priority = Priority.Low }, Precondition.Unchanged(first.ETag), Cancellation));

        Assert.Equal(Priority.High, (await Schedules.GetAsync(job, "x", Cancellation)).Priority);
    }

    [Fact]
    public async Task Put_interval_again_keeps_its_anchor()
    {
        var job = await EchoAsync("anchored");
        var schedule = new Schedule { Id = "hourly", Spec = new IntervalSpec { Every = TimeSpan.FromHours(1) } };

        var first = await Schedules.PutAsync(job, schedule, default, Cancellation);
        var second = await Schedules.PutAsync(job, schedule with { Priority = Priority.High }, default, Cancellation);

        var anchor = Assert.IsType<IntervalSpec>(first.Spec).Anchor;
        Assert.NotNull(anchor);
        Assert.Equal(anchor, Assert.IsType<IntervalSpec>(second.Spec).Anchor);
    }

    [Fact]
    public async Task Create_without_an_id_makes_one_and_with_a_taken_one_is_a_conflict()
    {
        var job = await EchoAsync("created");

        var schedule = await Schedules.CreateAsync(job, Yearly(null), Cancellation);

        Assert.NotNull(schedule.Id);
        await Assert.ThrowsAsync<ConflictException>(() => Schedules.CreateAsync(job, Yearly(schedule.Id), Cancellation));
        await Assert.ThrowsAsync<NotFoundException>(() => Schedules.CreateAsync("no-such-job", Yearly(null), Cancellation));
    }

    [Fact]
    public async Task Put_wrong_fields_are_all_named()
    {
        var job = await EchoAsync("wrong");
        var schedule = new Schedule
        {
            Id = "x",
            Spec = CronSpec.Of("0 0 42 * *", "Europe/Bärlin"),
            Policy = new SchedulePolicy { MaxCatchUp = 1_000_000 },
        };

        var failure = await Assert.ThrowsAsync<InvalidRequestException>(() => Schedules.PutAsync(job, schedule, default, Cancellation));

        Assert.Contains("spec.cron", failure.Errors.Keys);
        Assert.Contains("spec.timeZone", failure.Errors.Keys);
        Assert.Contains("policy.maxCatchUp", failure.Errors.Keys);
        await Assert.ThrowsAsync<NotFoundException>(() => Schedules.GetAsync(job, "x", Cancellation));
    }

    [Fact]
    public async Task Put_what_never_fires_is_refused()
    {
        var job = await EchoAsync("never");

        await Assert.ThrowsAsync<InvalidRequestException>(
            () => Schedules.PutAsync(job, new Schedule { Id = "x", Spec = CronSpec.Of("0 0 30 2 *") }, default, Cancellation));
    }

    [Fact]
    public async Task Patch_changes_some_members_and_null_removes()
    {
        var job = await EchoAsync("patched");
        await Schedules.PutAsync(job, Yearly("x") with { Input = RawJson.Of(1), Priority = Priority.Low }, default, Cancellation);

        var patched = await Schedules.PatchAsync(
            job,
            "x",
            JsonElement.Parse("""{ "input": null, "spec": { "timeZone": "Europe/Berlin" } }"""),
            Precondition.Present,
            Cancellation);

        Assert.Null(patched.Input);
        Assert.Equal((Priority.Low, "Europe/Berlin"), (patched.Priority, patched.Spec.TimeZone));
    }

    [Fact]
    public async Task Pause_is_shown_in_the_fires_and_resume_ends_it()
    {
        var job = await EchoAsync("paused");
        await Schedules.PutAsync(job, Yearly("x"), default, Cancellation);
        var until = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var paused = await Schedules.PauseAsync(job, "x", new PauseRequest { Note = "maintenance", Until = until }, Cancellation);
        var held = await Schedules.FiresAsync(job, "x", 3, null, Cancellation);
        var resumed = await Schedules.ResumeAsync(job, "x", Cancellation);
        var three = await Schedules.FiresAsync(job, "x", 3, null, Cancellation);

        Assert.Equal((true, "maintenance", until), (paused.Paused, paused.Note, paused.ResumeAt));
        Assert.Null(paused.NextFireAt);
        Assert.Equal((true, until), (held.Paused, held.ResumeAt));
        Assert.All(held.Fires, fire => Assert.StartsWith("paused until 2099", Assert.Single(fire.Notes), StringComparison.Ordinal));
        Assert.False(resumed.Paused);
        Assert.Equal((3, false, null), (three.Fires.Count, three.Paused, three.ResumeAt));
        Assert.All(three.Fires, fire => Assert.Empty(fire.Notes));
        Assert.Equal(resumed.NextFireAt, three.Fires[0].NominalAt);
    }

    [Fact]
    public async Task List_goes_through_pages_by_id_and_delete_takes_from_it()
    {
        var job = await EchoAsync("listed");
        foreach (var id in new[] { "c", "a", "b" })
        {
            await Schedules.PutAsync(job, Yearly(id), default, Cancellation);
        }

        var page = await Schedules.GetPageAsync(job, 2, null, Cancellation);
        var rest = await Schedules.GetPageAsync(job, 2, page.Continuation, Cancellation);
        Assert.Equal(["a", "b", "c"], page.Items.Concat(rest.Items).Select(schedule => schedule.Id));

        await Schedules.DeleteAsync(job, "b", false, Precondition.Present, Cancellation);

        Assert.Equal(["a", "c"], await Schedules.ListAsync(job, Cancellation).Select(schedule => schedule.Id).ToListAsync(Cancellation));
        await Assert.ThrowsAsync<NotFoundException>(() => Schedules.GetAsync(job, "b", Cancellation));
    }

    private static Schedule Yearly(string? id) => new() { Id = id, Spec = CronSpec.Of("0 0 1 1 *") };

    private async Task<string> EchoAsync(string id) =>
        (await host.Client.Jobs.PutAsync(new Job { Id = id, Target = new HandlerTarget { Name = "echo" } }, default, Cancellation)).Id!;
}
