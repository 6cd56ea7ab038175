using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Delivery.Tests.Containers;

/// <summary>The image as it runs: read-only, without rights, with one volume.</summary>
public sealed class ContainerTests(BuiltImage image)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" }, "input": "contained" }""";

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Container_runs_a_job_stops_when_asked_and_its_volume_keeps_the_data()
    {
        var volume = await image.VolumeAsync();
        string id;
        await using (var first = await image.StartAsync(volume))
        {
            id = (await first.AskAsync(HttpMethod.Post, "/api/v1/runs", Echo)).Text("id")!;
            await HasRunAsync(first, id);
            Assert.Equal(0, await first.StopAsync());
            Assert.Contains("Stopped", await first.LogAsync(), StringComparison.Ordinal);
        }

        await using var second = await image.StartAsync(volume);

        await HasRunAsync(second, id);
    }

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Container_runs_as_a_number_without_rights_and_writes_to_its_volume_only()
    {
        await using var container = await image.StartAsync(await image.VolumeAsync());

        var status = (await container.ExecuteAsync("cat", "/proc/1/status")).Output;
        Assert.Contains("Uid:\t1654\t1654\t1654\t1654", status, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
        Assert.Equal("dotnet", (await container.ExecuteAsync("cat", "/proc/1/comm")).Output.Trim());
        Assert.NotEqual(0, (await container.ExecuteAsync("touch", "/app/file")).Code);
        Assert.NotEqual(0, (await container.ExecuteAsync("touch", "/tmp/file")).Code);
        Assert.Equal("700", (await container.ExecuteAsync("stat", "--format", "%a", "/data/jobscheduler")).Output.Trim());
    }

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Heap_takes_60_percent_of_the_memory_that_the_container_may_use()
    {
        await using var container = await image.StartAsync(await image.VolumeAsync(), "--memory", "500m");

        Assert.Contains("memory      the heap may take 300 MiB", await container.LogAsync(), StringComparison.Ordinal);
    }

    private static async Task HasRunAsync(Container container, string id)
    {
        var run = await container.AskAsync(HttpMethod.Get, $"/api/v1/runs/{id}?wait=60s");
        Assert.Equal(("succeeded", "contained"), (run.Text("state"), run.Text("result")));
    }
}
