using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Azure;

/// <summary>Several processes on one storage account.</summary>
public class SharedAccountTests
{
    private const string TakeOverAfter = "--Clock:TakeOverAfter";

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience.Hang)]
    public async Task Three_processes_share_the_work_and_do_nothing_twice()
    {
        await using var account = await AzuriteServer.StartAsync(new AzuriteOptions { InMemory = true }, Limit);
        await using var target = await CountingTarget.StartAsync();
        await using var first = await StandaloneProcess.StartAsync(account, TakeOverAfter, "5s");
        await using var second = await StandaloneProcess.StartAsync(account, TakeOverAfter, "5s");
        await using var third = await StandaloneProcess.StartAsync(account, TakeOverAfter, "5s");

        var runs = new List<string>();
        foreach (var server in (StandaloneProcess[])[first, second, third])
        {
            runs.AddRange(await Submissions.BulkAsync(server.Api, target, 100));
        }

        // Each is asked of a process that may not have run it.
        Assert.Equal(0, await Submissions.AllEndOnceAsync(third.Api, target, runs));
        Assert.Equal(runs.Count, target.Calls.Count);
        Assert.Contains("account devstoreaccount1, table jobscheduler", first.Output, StringComparison.Ordinal);
    }

    // Runs that are due in more than 30 s are the clock's to dispatch.
    [Fact(Timeout = Patience.Hang)]
    public async Task Frozen_owner_of_the_clock_is_followed_by_another_and_changes_nothing_when_it_thaws()
    {
        await using var account = await AzuriteServer.StartAsync(new AzuriteOptions { InMemory = true }, Limit);
        await using var target = await CountingTarget.StartAsync();
        await using var owner = await StandaloneProcess.StartAsync(account, TakeOverAfter, "3s");
        var runs = await Submissions.BulkAsync(owner.Api, target, 20, after: "35s");
        await owner.SignalAsync("STOP");

        await using var follower = await StandaloneProcess.StartAsync(account, TakeOverAfter, "3s");
        await target.ArrivedAsync(runs.Count);
        await owner.SignalAsync("CONT");
        runs.AddRange(await Submissions.BulkAsync(owner.Api, target, 20));

        Assert.Equal(0, await Submissions.AllEndOnceAsync(follower.Api, target, runs));
        Assert.Equal(runs.Count, target.Calls.Count);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Storage_that_is_away_for_ten_seconds_loses_nothing()
    {
        await using var account = await AzuriteServer.StartAsync(null, Limit);
        await using var target = await CountingTarget.StartAsync();
        await using var server = await StandaloneProcess.StartAsync(account);
        var runs = await Submissions.BulkAsync(server.Api, target, 300);
        await target.ArrivedAsync(50);

        await account.StopAsync(Limit);
#pragma warning disable RS0030 // A real outage lasts real time.
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, Limit);
#pragma warning restore RS0030
        await account.StartAgainAsync(Limit);
        await server.Api.UntilReadyAsync();

        await Submissions.AllEndOnceAsync(server.Api, target, runs);
    }
}
