using JobScheduler.FunctionsHost.Tests.Hosting;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.FunctionsHost.Tests;

/// <summary>The API through the worker's functions.</summary>
public sealed class HttpTests(WorkerFixture worker)
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Every_route_answers_as_the_contract_says()
    {
        await using var target = await CountingTarget.StartAsync();
        using var script = new HttpScript(worker.Host.Address, WorkerHost.Key, target);

        await script.RunAsync();
    }
}
