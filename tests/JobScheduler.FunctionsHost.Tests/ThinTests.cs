using JobScheduler.FunctionsHost.Tests.Hosting;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.FunctionsHost.Tests;

public sealed class ThinTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Run_is_executed_through_its_queue()
    {
        await using var account = await AzuriteServer.StartAsync(new() { InMemory = true }, TestContext.Current.CancellationToken);
        await using var host = await WorkerHost.StartAsync(account);
        host.ListenToQueues();

        var run = await host.Api.PostAsync("/api/v1/runs", """{ "target": { "type": "handler", "name": "echo" }, "input": "a" }""");

        Assert.Equal("succeeded", (await host.Api.EndOfAsync(run.Text("id")!)).Text("state"));
    }
}
