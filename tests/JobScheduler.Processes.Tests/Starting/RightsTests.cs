using System.Net;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Starting;

/// <summary>Folders and key files that others could use are refused, also by the process that would make a key in them.</summary>
public class RightsTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory(Timeout = Patience.Hang)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public async Task Start_in_a_folder_that_others_may_write_is_refused_with_what_to_do(UnixFileMode more)
    {
        using var folder = new TestFolder();
        SetMode(folder.Path, Owner | UnixFileMode.UserExecute | more);

        await RefusedAsync(folder.Path, $"run chmod 700 '{folder.Path}'");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_in_a_folder_that_is_a_link_is_refused()
    {
        using var folder = new TestFolder();
        using var target = new TestFolder();
        SetMode(target.Path, Owner | UnixFileMode.UserExecute);
        var link = Path.Combine(folder.Path, "data");
        Directory.CreateSymbolicLink(link, target.Path);

        await RefusedAsync(link, "is a symbolic link to");

        Assert.Empty(Directory.EnumerateFileSystemEntries(target.Path));
    }

    [Theory(Timeout = Patience.Hang)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task Start_with_a_key_file_that_others_may_use_is_refused_and_possible_when_it_is_ones_own(UnixFileMode more)
    {
        using var folder = new TestFolder();
        await using (var first = await StandaloneProcess.StartWithoutKeyAsync(folder))
        {
            await first.StopAsync();
        }

        var file = Path.Combine(folder.Path, "administrator-key");
        SetMode(file, Owner | more);
        await RefusedAsync(folder.Path, $"run chmod 600 '{file}'");

        SetMode(file, Owner);
        await using var second = await StandaloneProcess.StartWithoutKeyAsync(folder);
    }

    [Theory(Timeout = Patience.Hang)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_with_a_key_file_that_is_a_link_is_refused_also_if_it_leads_nowhere(bool isThere)
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "administrator-key");
        var target = Path.Combine(folder.Path, "elsewhere");
        if (isThere)
        {
            await File.WriteAllTextAsync(target, $"sha256:{new string('0', 64)}", TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(file, target);

        await RefusedAsync(folder.Path, $"'{file}' is a symbolic link to '{target}'");
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Log_names_the_trace_that_the_caller_of_a_refused_request_was_told()
    {
        using var folder = new TestFolder();
        string? trace;
        await using var server = await StandaloneProcess.StartAsync(folder);
        using (var api = new ApiTalk(server.Address, "a wrong key, and long enough"))
        using (var answer = await api.SendAsync(HttpMethod.Get, "/api/v1/auth/me"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            trace = (string?)JsonNode.Parse(text)!["traceId"];
        }

        await server.StopAsync();

        Assert.Contains(
            $"A request from 127.0.0.1 was refused: its key or token is invalid (trace {trace})", server.Output, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(string folder, string says)
    {
        var ended = await StandaloneProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--data", folder]);

        Assert.Equal(1, ended.Code);
        Assert.Contains(says, Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
