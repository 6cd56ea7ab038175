using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Starting;

public partial class EphemeralTests
{
    [Theory(Timeout = Patience.Hang)]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Start_with_ephemeral_uses_a_new_folder_of_its_own_and_deletes_it_at_the_stop(string signal)
    {
        await using var server = await StandaloneProcess.StartWithoutKeyAsync("--ephemeral", "--urls", "http://127.0.0.1:0");
        var folder = FolderLine().Match(server.Output).Groups[1].Value;
        Assert.Contains("nothing is kept", server.Output, StringComparison.Ordinal);
        Assert.Matches("jsk_[0-9a-f]{64}", server.Output);
        Assert.NotEmpty(Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }

        await server.SignalAsync(signal);
        var ended = await server.EndAsync();

        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.False(Directory.Exists(folder));
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Stop_with_ephemeral_asked_for_twice_deletes_the_folder_too()
    {
        await using var target = await CountingTarget.StartAsync(open: false);
        await using var server = await StandaloneProcess.StartWithoutKeyAsync(
            "--ephemeral", "--urls", "http://127.0.0.1:0",
            "--Targets:AllowedPrivateRanges", "127.0.0.0/8", "--Execution:GracePeriod", "1h");
        var folder = FolderLine().Match(server.Output).Groups[1].Value;
        using var api = new ApiTalk(server.Address, KeyPattern().Match(server.Output).Value);
        await Submissions.BulkAsync(api, target, 1);
        await target.ArrivedAsync(1);
        await server.SignalAsync("INT");
        await api.UntilAsync("/health/ready", System.Net.HttpStatusCode.ServiceUnavailable);

        await server.SignalAsync("INT");

        Assert.Equal(130, (await server.EndAsync()).Code);
        Assert.False(Directory.Exists(folder));
    }

    [GeneratedRegex(@"^  data +(\S+)  \(", RegexOptions.Multiline)]
    private static partial Regex FolderLine();

    [GeneratedRegex("jsk_[0-9a-f]{64}")]
    private static partial Regex KeyPattern();
}
