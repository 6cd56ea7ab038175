using JobScheduler.Delivery.Tests.Publishing;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Systemd;

/// <summary>The unit of the repository, judged by systemd itself.</summary>
public sealed class UnitTests(PublishedPrograms published)
{
    private const string Unit = "jobscheduler.service";

    // Of 10 (no protection), times ten; 12 was reached, and other versions of systemd count a little differently.
    private const string Exposure = "15";

    private static readonly string UnitPath = Repository.PathOf("src", "JobScheduler.Standalone", "Daemon", Unit);

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Unit_is_understood_without_a_warning()
    {
        using var folder = new TestFolder();
        var program = await published.FolderAsync();
        var text = await File.ReadAllTextAsync(UnitPath, Limit);
        Assert.Contains("ExecStart=/opt/jobscheduler/", text, StringComparison.Ordinal);
        var copy = Path.Combine(folder.Path, Unit);
        await File.WriteAllTextAsync(copy, text.Replace("/opt/jobscheduler", program.Folder, StringComparison.Ordinal), Limit);

        var ended = await AnalyzeAsync("verify", copy);

        Assert.Equal((0, "", ""), (ended.Code, ended.Output, ended.Errors));
    }

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Unit_leaves_the_service_little_of_the_system()
    {
        var ended = await AnalyzeAsync("security", "--offline=true", $"--threshold={Exposure}", UnitPath);

        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
    }

    private static async Task<Ended> AnalyzeAsync(params string[] arguments)
    {
        await Needed.EnsureAsync("The tests of the systemd unit", ("systemd-analyze", "systemd"));
        return await ChildProcess.RunAsync(new("systemd-analyze", ["--no-pager", .. arguments]), Limit);
    }
}
