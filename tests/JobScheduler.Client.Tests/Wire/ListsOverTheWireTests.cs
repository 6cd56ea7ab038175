namespace JobScheduler.Client.Tests.Wire;

/// <summary>All schedules, the runs of a job, counts, and the last outcomes of jobs.</summary>
public sealed class ListsOverTheWireTests(WireHost host) : IClassFixture<WireHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Schedules_of_all_jobs_are_listed_as_those_of_each_job()
    {
        foreach (var job in new[] { "wire-lists-a", "wire-lists-b" })
        {
            await PutAsync(job);
            await host.Client.Schedules.PutAsync(
                job, new Schedule { Id = "daily", Spec = new CronSpec { Cron = "@daily" } }, default, Cancellation);
            await host.Client.Schedules.PutAsync(
                job,
                new Schedule { Id = "rate", Spec = new IntervalSpec { Every = TimeSpan.FromHours(1) }, Paused = true },
                default,
                Cancellation);
        }

        var all = await host.Client.Schedules.ListAllAsync(new ScheduleFilter { Text = "wire-lists" }, Cancellation)
            .ToListAsync(Cancellation);
        var paused = await host.Client.Schedules.GetPageOfAllAsync(
            new ScheduleFilter { JobId = "wire-lists-b", Paused = true, Types = [SpecType.Interval, SpecType.Once] },
            5,
            null,
            Cancellation);

        Assert.Equal(
            ["wire-lists-a/daily", "wire-lists-a/rate", "wire-lists-b/daily", "wire-lists-b/rate"],
            all.Select(schedule => $"{schedule.JobId}/{schedule.Id}"));
        Assert.Equal(
            all[2].NextFireAt, (await host.Client.Schedules.ListAsync("wire-lists-b", Cancellation).FirstAsync(Cancellation)).NextFireAt);
        Assert.Equal(("rate", "wire-lists-b"), (Assert.Single(paused.Items).Id, paused.Items[0].JobId));
    }

    [Fact]
    public async Task Runs_of_a_job_are_listed_counted_and_shown_with_it()
    {
        await PutAsync("wire-runs");
        var run = await host.Client.Runs.SubmitAsync(new RunRequest { JobId = "wire-runs" }, Cancellation);
        var ended = await host.Client.Runs.WaitForEndAsync(run.Id, TimeSpan.FromSeconds(30), Cancellation);
        await host.Client.Runs.SubmitAsync(new RunRequest { JobId = "wire-runs", After = TimeSpan.FromDays(1) }, Cancellation);

        var listed = await host.Client.Runs.ListOfJobAsync("wire-runs", new RunFilter { EndedFrom = ended.EndedAt }, Cancellation)
            .ToListAsync(Cancellation);
        var counts = await host.Client.Runs.CountAsync(new RunFilter { JobId = "wire-runs" }, Cancellation);
        var job = await host.Client.Jobs.ListAsync(new JobFilter { Text = "wire-runs", IncludesRecent = true }, Cancellation)
            .SingleAsync(Cancellation);

        Assert.Equal(run.Id, Assert.Single(listed).Id);
        Assert.Equal((1, 1, 0), (counts.Counts[RunState.Succeeded], counts.Counts[RunState.Scheduled], counts.Counts[RunState.Failed]));
        Assert.Equal((2, true), (counts.Total, counts.Exact));
        Assert.Equal([new RecentRun(run.Id, RunState.Succeeded)], job.Recent!);
        Assert.Null(job.Others);
        Assert.Null((await host.Client.Jobs.GetAsync("wire-runs", Cancellation)).Recent);
        await Assert.ThrowsAsync<NotFoundException>(
            () => host.Client.Runs.GetPageOfJobAsync("wire-none", null, null, null, Cancellation));
    }

    private Task<Job> PutAsync(string id) =>
        host.Client.Jobs.PutAsync(new Job { Id = id, Target = new HandlerTarget { Name = "echo" } }, default, Cancellation);
}
