using JobScheduler.FunctionsHost.Tests.Hosting;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.FunctionsHost.Tests;

/// <summary>Workers that end in the middle of their work, and their successors.</summary>
public sealed class EndTests
{
    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience.Hang)]
    public async Task Killed_worker_loses_nothing_and_doubles_nothing()
    {
        await using var account = await AzuriteServer.StartAsync(new() { InMemory = true }, Limit);
        await using var target = await CountingTarget.StartAsync();
        await using var host = await WorkerHost.StartAsync(account);
        var runs = await Submissions.BulkAsync(host.Api, target, 150);
        await target.ArrivedAsync(40);

        await host.KillWorkerAsync();
        await host.StartWorkerAsync();

        await Submissions.AllEndOnceAsync(host.Api, target, runs);
        Assert.Equal(runs.Order(), target.Calls.Keys.Select(call => call.Key).Distinct().Order());
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Terminated_worker_hands_back_what_it_has_and_ends_with_0()
    {
        await using var account = await AzuriteServer.StartAsync(new() { InMemory = true }, Limit);
        await using var target = await CountingTarget.StartAsync(open: false);
        await using var host = await WorkerHost.StartAsync(account);
        var runs = await Submissions.BulkAsync(host.Api, target, 5);
        await target.ArrivedAsync(5);

        Assert.Equal(0, await host.Worker.TerminateAsync(Limit));
        target.Open();
        await host.StartWorkerAsync();

        Assert.Equal(5, await Submissions.AllEndOnceAsync(host.Api, target, runs));
        foreach (var run in runs)
        {
            Assert.Equal("handedBack", (await host.Api.AttemptsOfAsync(run))[0].Text("outcome"));
        }
    }
}
