using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Starting;

/// <summary>The script that the Functions head is held against too.</summary>
public sealed class HttpScriptTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Every_route_answers_as_the_contract_says()
    {
        using var folder = new TestFolder();
        await using var target = await CountingTarget.StartAsync();
        await using var server = await StandaloneProcess.StartAsync(folder);
        using var script = new HttpScript(server.Address, StandaloneProcess.Key, target);

        await script.RunAsync();
    }
}
