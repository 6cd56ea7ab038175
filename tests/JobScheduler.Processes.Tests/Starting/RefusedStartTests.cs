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
    [InlineData("--storage", "azuer", "did you mean azure?", 1)]
    [InlineData("--urls", "nonsense", "http://127.0.0.1:8080", 1)]
    [InlineData("--data", "/dev/null/folder", "writable folder with --data", 1)]
    [InlineData("--datta", "x", "did you mean --data?", 2)]
    [InlineData("--nothing-like-it", "x", "known are --urls, --data, --storage, --ephemeral, --help", 2)]
    [InlineData("--workers", "3", "did you mean --Execution:Workers?", 2)]
    [InlineData("help", "", "did you mean --help?", 2)]
    [InlineData("--data", "", "--data needs a value", 2)]
    public async Task Start_with_a_wrong_option_is_refused(string option, string value, string says, int code)
    {
        var ended = await StandaloneProcess.RunAsync([option, value]);

        Refused(ended, says, code);
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_several_wrong_options_names_each()
    {
        var ended = await StandaloneProcess.RunAsync(["--datta", "x", "--Executon:Workers", "3", "--data", "--urls", "--ephemeral=no"]);

        Assert.Equal(2, ended.Code);
        Assert.Equal(
            [
                "error: '--datta' is not known; did you mean --data? --help lists all options and settings.",
                "error: '--Executon:Workers' is not known; did you mean --Execution:Workers? --help lists all options and settings.",
                "error: --data needs a value.",
                "error: --urls needs a value.",
                "error: --ephemeral takes no value.",
            ],
            ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_misspelled_sections_in_file_and_environment_names_each_and_leaves_nothing()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "appsettings.json"),
            """{ "Executon": { "Workers": 3 }, "Logging": { "LogLevel": { "Default": "Warning" } }, "AllowedHosts": "*" }""",
            TestContext.Current.CancellationToken);

        var ended = await StandaloneProcess.RunAsync(
            ["--data", "data"],
            new Dictionary<string, string> { ["Executoin__GracePeriod"] = "3s", ["Somebody__Elses"] = "1" },
            folder.Path);

        Assert.Equal(1, ended.Code);
        Assert.Equal(
            [
                "error: Executon:Workers is not known; did you mean Execution:Workers?",
                "error: Executoin:GracePeriod is not known; did you mean Execution:GracePeriod?",
            ],
            ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Reverse());
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")));
    }

    [Theory(Timeout = Patience.Hang)]
    [InlineData("--data", "somewhere", "omit it, or Storage:Folder (--data), which is 'somewhere'")]
    [InlineData("--storage", "azure", "with --storage azure data is stored in the account")]
    public async Task Start_that_keeps_nothing_is_refused_where_something_would_be_kept(string option, string value, string says) =>
        Refused(await StandaloneProcess.RunAsync(["--ephemeral", option, value]), says);

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_a_log_file_that_cannot_be_written_is_refused()
    {
        using var folder = new TestFolder();

        var ended = await StandaloneProcess.RunAsync(["--data", Path.Combine(folder.Path, "data"), "--Logging:File:Path", folder.Path]);

        Refused(ended, $"Logging:File:Path: '{folder.Path}' cannot be written");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
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
