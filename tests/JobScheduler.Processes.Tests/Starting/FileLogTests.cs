using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Starting;

public partial class FileLogTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Log_file_has_a_line_for_every_run_however_many_end_at_once()
    {
        using var folder = new TestFolder();
        using var logs = new TestFolder();
        var path = Path.Combine(logs.Path, "new", "log.txt");
        await using var target = await CountingTarget.StartAsync();
        await using var server = await StandaloneProcess.StartAsync(folder, "--Logging:File:Path", path);
        var runs = await Submissions.BulkAsync(server.Api, target, 100);
        foreach (var run in runs)
        {
            await server.Api.EndOfAsync(run);
        }

        await server.StopAsync();

        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.All(lines, line => Assert.Matches(LinePattern(), line));
        Assert.Equal(
            runs.Order(StringComparer.Ordinal),
            lines.Where(line => line.Contains(" Succeeded ", StringComparison.Ordinal))
                .Select(line => RunPattern().Match(line).Groups[1].Value)
                .Order(StringComparer.Ordinal));
        Assert.EndsWith("Stopped", lines[^1], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info |warn |error)  \S")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@" Run (\S+) ")]
    private static partial Regex RunPattern();
}
