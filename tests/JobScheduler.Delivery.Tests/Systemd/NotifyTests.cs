using JobScheduler.Delivery.Tests.Publishing;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Delivery.Tests.Systemd;

/// <summary>The published program, started as systemd starts a service of <c>Type=notify</c>.</summary>
public sealed class NotifyTests(PublishedPrograms published)
{
    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Program_says_when_it_is_ready_and_when_it_stops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has systemd.");
        using var folder = new TestFolder();
        using var socket = new NotifySocket();
        var program = await published.FolderAsync();

        // As systemd does, it tells the program that the program's own process is the service.
        await using var server = await StandaloneProcess.StartAsync(
            ["sh", "-c", "SYSTEMD_EXEC_PID=$$ exec \"$0\" \"$@\"", program.Program],
            folder,
            new Dictionary<string, string> { ["NOTIFY_SOCKET"] = socket.Address, ["DOTNET_ROOT"] = DotnetInstallation.Root });
        Assert.Equal("READY=1", await socket.NextAsync());

        var ended = await server.StopAsync();

        Assert.Equal("STOPPING=1", await socket.NextAsync());
        Assert.Equal((0, ""), (ended.Code, ended.Errors));

        // Levels for the journal, which gives every line its own time.
        Assert.Matches(@"(?m)^<6>\S+Z info   Stopped$", ended.Output);
    }
}
