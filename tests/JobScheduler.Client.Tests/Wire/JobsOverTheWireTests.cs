using System.Text.Json;

namespace JobScheduler.Client.Tests.Wire;

public sealed class JobsOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private JobsClient Jobs => host.Client.Jobs;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_everything_reads_back_and_can_be_put_again()
    {
        var job = new Job
        {
            Id = "everything",
            Name = "Everything",
            Description = "all members",
            Labels = new Dictionary<string, string> { ["team"] = "finance" },
            Target = new HttpTarget
            {
                Url = host.TargetUrl,
                Method = "PUT",
                Headers = new Dictionary<string, string> { ["X-Kind"] = "nightly" },
                Body = RawJson.Of(new { A = 1 }),
                SuccessStatus = "200,204",
                Completion = HttpCompletion.Callback,
            },
            Input = RawJson.Of(new[] { 1, 2 }),
            Priority = Priority.Low,
            Placement = Placement.Spread,
            Retry = new RetryPolicy
            {
                MaxAttempts = 7,
                Backoff = Backoff.List,
                Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(90)],
                MaxDelay = TimeSpan.FromHours(2),
                NeverOn = ["http:404"],
            },
            Timeouts = new Timeouts
            {
                Queue = TimeSpan.FromHours(1),
                Run = TimeSpan.FromMinutes(5),
                Heartbeat = TimeSpan.FromMilliseconds(30_250),
            },
            Retention = TimeSpan.FromDays(3),
        };

        var written = await Jobs.PutAsync(job, Precondition.Absent, Cancellation);
        var read = await Jobs.GetAsync("everything", Cancellation);
        var again = await Jobs.PutAsync(read, Precondition.Unchanged(read.ETag), Cancellation);

        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(1, again.Version);
        Assert.Equal("finance", again.Labels["team"]);
        Assert.Equal(job.Timeouts, again.Timeouts);
        Assert.Equal(job.Retention, again.Retention);
        Assert.Equal(job.Retry.Delays, again.Retry.Delays);
        Assert.Equal(Backoff.List, again.Retry.Backoff);
        var target = Assert.IsType<HttpTarget>(again.Target);
        Assert.Equal(HttpCompletion.Callback, target.Completion);
        Assert.Equal(1, target.Body!.ToElement().GetProperty("a").GetInt32());
        // Whatever the server writes, this client knows.
        Assert.Null(again.Others);
    }

    [Fact]
    public async Task Put_stale_tag_is_refused_and_changes_nothing()
    {
        var first = await Jobs.PutAsync(Echo("stale"), default, Cancellation);
        await Jobs.PutAsync(Echo("stale") with { Name = "second" }, default, Cancellation);

        var failure = await Assert.ThrowsAsync<PreconditionFailedException>(
            () => Jobs.PutAsync(Echo("stale") with { Name = "third" }, Precondition.Unchanged(first.ETag), Cancellation));

        Assert.False(failure.MayHaveTakenEffect);
        Assert.Equal("second", (await Jobs.GetAsync("stale", Cancellation)).Name);
    }

    [Fact]
    public async Task GetIfChanged_tells_whether_it_changed()
    {
        var job = await Jobs.PutAsync(Echo("watched"), default, Cancellation);

        Assert.Null(await Jobs.GetIfChangedAsync("watched", job.ETag!, Cancellation));
        await Jobs.PatchAsync("watched", JsonElement.Parse("""{ "name": "changed" }"""), default, Cancellation);

        Assert.Equal("changed", (await Jobs.GetIfChangedAsync("watched", job.ETag!, Cancellation))!.Name);
    }

    [Fact]
    public async Task Create_without_an_id_makes_one_and_with_a_taken_one_is_a_conflict()
    {
        var job = await Jobs.CreateAsync(Echo(null), Cancellation);

        Assert.NotNull(job.Id);
        await Assert.ThrowsAsync<ConflictException>(() => Jobs.CreateAsync(Echo(job.Id), Cancellation));
    }

    [Fact]
    public async Task Put_wrong_fields_are_all_named()
    {
        var job =
            Echo("wrong") with { Target = new HandlerTarget { Name = "no-such-handler" }, Retry = new RetryPolicy { MaxAttempts = 0 } };

        var failure = await Assert.ThrowsAsync<InvalidRequestException>(() => Jobs.PutAsync(job, default, Cancellation));

        Assert.Contains("target.name", failure.Errors.Keys);
        Assert.Contains("retry.maxAttempts", failure.Errors.Keys);
        await Assert.ThrowsAsync<NotFoundException>(() => Jobs.GetAsync("wrong", Cancellation));
    }

    [Fact]
    public async Task Pause_and_resume_show_in_the_job_and_its_status()
    {
        await Jobs.PutAsync(Echo("paused"), default, Cancellation);

        var paused = await Jobs.PauseAsync("paused", new PauseRequest { Note = "maintenance" }, Cancellation);
        Assert.True(paused.Paused);
        Assert.Equal("maintenance", paused.Pause!.Note);
        await host.Client.Runs.SubmitAsync(new RunRequest { JobId = "paused" }, Cancellation);
        var status = await Jobs.GetStatusAsync("paused", Cancellation);
        var resumed = await Jobs.ResumeAsync("paused", Cancellation);

        Assert.Equal(JobStatusKind.Pending, status.Status);
        Assert.Equal(1, status.Unfinished[RunState.Queued]);
        Assert.False(resumed.Paused);
    }

    [Fact]
    public async Task Delete_leaves_nothing_to_read()
    {
        await Jobs.PutAsync(Echo("deleted"), default, Cancellation);

        await Jobs.DeleteAsync("deleted", Precondition.Present, Cancellation);

        await Assert.ThrowsAsync<NotFoundException>(() => Jobs.GetAsync("deleted", Cancellation));
    }

    [Fact]
    public async Task List_by_label_goes_through_pages_and_versions_are_kept()
    {
        var label = new Dictionary<string, string> { ["set"] = "listed" };
        foreach (var id in new[] { "listed-1", "listed-2", "listed-3" })
        {
            await Jobs.PutAsync(Echo(id) with { Labels = label }, default, Cancellation);
        }

        await Jobs.PutAsync(Echo("listed-1") with { Labels = label, Name = "two" }, default, Cancellation);
        var filter = new JobFilter { Labels = ["set:listed"] };
        var ids = new List<string?>();
        string? continuation = null;
        do
        {
            var page = await Jobs.GetPageAsync(filter, 2, continuation, Cancellation);
            ids.AddRange(page.Items.Select(job => job.Id));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        Assert.Equal(["listed-1", "listed-2", "listed-3"], ids);
        Assert.Equal(ids, await Jobs.ListAsync(filter, Cancellation).Select(job => job.Id).ToListAsync(Cancellation));
        Assert.Equal(2, await Jobs.ListVersionsAsync("listed-1", Cancellation).CountAsync(Cancellation));
        Assert.Null((await Jobs.GetVersionAsync("listed-1", 1, Cancellation)).Name);
    }

    [Fact]
    public async Task Me_and_health_answer_and_a_wrong_key_does_not_pass()
    {
        Assert.Equal(Role.Administrator, (await host.Client.Access.GetMeAsync(Cancellation)).Role);
        Assert.True(await host.Client.Health.IsLiveAsync(Cancellation));
        Assert.True(await host.Client.Health.IsReadyAsync(Cancellation));

        using var stranger = new JobSchedulerClient(host.Address, "wrong-key");
        await Assert.ThrowsAsync<UnauthorizedException>(() => stranger.Access.GetMeAsync(Cancellation));
    }

    private static Job Echo(string? id) => new() { Id = id, Target = new HandlerTarget { Name = "echo" } };
}
