using System.Net;
using System.Net.Sockets;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Starting;

public class RefusedStartTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Start_on_a_folder_in_use_is_refused_and_says_by_whom()
    {
        using var folder = new TestFolder();
        await using var first = await StandaloneProcess.StartAsync(folder);

        var second = await StandaloneProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--data", folder.Path]);

        Refused(second, "is in use by another process (process ");
        await first.Api.GetAsync("/api/v1/runs");
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_on_a_port_in_use_is_refused()
    {
        using var folder = new TestFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        Refused(
            await StandaloneProcess.RunAsync(["--urls", $"http://{taken.LocalEndpoint}", "--data", folder.Path]), "address already in use");

        // A key that nobody has seen must not be left behind.
        Assert.False(File.Exists(Path.Combine(folder.Path, "administrator-key")));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_another_number_of_shards_is_refused_and_says_which_is_right()
    {
        using var folder = new TestFolder();
        await using (var first = await StandaloneProcess.StartAsync(folder, "--Shards:Count", "2"))
        {
            await first.StopAsync();
        }

        Refused(await StandaloneProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--data", folder.Path]), "set it to 2");
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_bad_settings_names_each_with_its_key()
    {
        using var folder = new TestFolder();

        var ended = await StandaloneProcess.RunAsync(
            ["--data", folder.Path, "--Execution:Workers", "0", "--Execution:GracePeriod", "20", "--Targets:AllowedPrivateRanges", "10/8"],
            new Dictionary<string, string>
            {
                ["Shards__Cuont"] = "4",
                ["Storage__MaxMegabytes"] = "many",
                ["Access__AdministratorKey"] = "short",
            });

        Assert.Equal(1, ended.Code);
        var lines = ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(
            [
                "Execution:Workers", "Execution:GracePeriod", "Targets:AllowedPrivateRanges:0", "Shards:Cuont", "Storage:MaxMegabytes",
                "Access:AdministratorKey"
            ],
            key => Assert.Single(
                lines, line => line.StartsWith("error: ", StringComparison.Ordinal) && line.Contains(key, StringComparison.Ordinal)));
        Assert.Equal(6, lines.Length);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_on_an_account_that_is_not_named_says_all_that_is_missing()
    {
        var ended = await StandaloneProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--storage", "azure"]);

        Assert.Equal(1, ended.Code);
        var lines = ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(
            ["error: no storage account is named: set JobStore ", "error: Access:AdministratorKey is not set"],
            text => Assert.Single(lines, line => line.StartsWith(text, StringComparison.Ordinal)));
        Assert.Equal(2, lines.Length);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_on_an_account_with_a_folder_is_refused() => Refused(
        await StandaloneProcess.RunAsync(["--storage", "azure", "--data", "somewhere"]),
        "with --storage azure data is stored in the account");

    [Theory(Timeout = Patience.Hang)]
    [InlineData("--storage", "postgres", "choose sqlite or azure", 1)]
    [InlineData("--urls", "nonsense", "http://127.0.0.1:8080", 1)]
    [InlineData("--data", "/dev/null/folder", "writable folder with --data", 1)]
    [InlineData("--datta", "x", "known are --urls, --data, --storage", 2)]
    [InlineData("--data", "", "--data needs a value", 2)]
    public async Task Start_with_a_wrong_option_is_refused(string option, string value, string says, int code)
    {
        var ended = await StandaloneProcess.RunAsync([option, value]);

        Refused(ended, says, code);
    }

    private static void Refused(Ended ended, string says, int code = 1)
    {
        Assert.Equal(code, ended.Code);
        var line = Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.Equal("", ended.Output);
    }
}
