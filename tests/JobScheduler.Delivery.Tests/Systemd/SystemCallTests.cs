using System.Text.RegularExpressions;
using JobScheduler.Delivery.Tests.Containers;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Systemd;

/// <summary>The unit allows the program what it needs. No systemd is asked, but a container can have the same filter.</summary>
public sealed class SystemCallTests(BuiltImage image)
{
    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Program_lives_with_the_system_calls_that_the_unit_allows()
    {
        await Needed.EnsureAsync("The tests of the systemd unit", ("systemd-analyze", "systemd"));
        using var folder = new TestFolder();
        var profile = Path.Combine(folder.Path, "seccomp.json");
        var unit = Repository.Read("src", "JobScheduler.Standalone", "Daemon", "jobscheduler.service");
        await File.WriteAllTextAsync(
            profile, await SystemCalls.ProfileAsync(unit, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        await using var container = await image.StartAsync(await image.VolumeAsync(), "--security-opt", $"seccomp={profile}");

        Assert.Matches(new Regex(@"^Seccomp:\s2$", RegexOptions.Multiline), (await container.ExecuteAsync("cat", "/proc/1/status")).Output);
        var run = await container.AskAsync(
            HttpMethod.Post, "/api/v1/runs", """{ "target": { "type": "handler", "name": "echo" }, "input": "filtered" }""");
        Assert.Equal("succeeded", (await container.AskAsync(HttpMethod.Get, $"/api/v1/runs/{run.Text("id")}?wait=60s")).Text("state"));
        Assert.Equal(0, await container.StopAsync());
    }
}
