using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Backups;

/// <summary>A running server is backed up and dies; another goes on from the backup.</summary>
public partial class BackupTests
{
    [Fact(Timeout = Patience.Hang)]
    public async Task Backup_of_a_running_server_has_all_that_was_accepted_before_and_a_server_goes_on_from_it()
    {
        using var folder = new TestFolder();
        using var others = new TestFolder();
        var (backup, restored) = (Path.Combine(others.Path, "backup"), Path.Combine(others.Path, "restored"));
        await using var target = await CountingTarget.StartAsync();
        List<string> runs;
        DateTimeOffset lastFire;
        await using (var first = await StandaloneProcess.StartAsync(folder))
        {
            await PutScheduleAsync(first.Api, target);
            runs = await Submissions.BulkAsync(first.Api, target, 1000);
            runs.AddRange(await Submissions.BulkAsync(first.Api, target, 50, after: "3s"));
            await target.ArrivedAsync(100);
            using var stop = new CancellationTokenSource();
            var submitting = SubmitAsync(first.Api, target, stop.Token);

            var made = await StandaloneProcess.RunAsync(["backup", backup, "--data", folder.Path]);

            Assert.True(made.Code == 0, made.Errors);
            Assert.Contains($"restore {backup} --data", made.Output, StringComparison.Ordinal);
            await stop.CancelAsync();
            Assert.True(await submitting > 0);
            lastFire = (await FiresAsync(first.Api)).Max(NominalOf);
            await first.KillAsync();
        }

        var copied = await StandaloneProcess.RunAsync(["restore", backup, "--data", restored]);
        Assert.True(copied.Code == 0, copied.Errors);
        Assert.Contains($"--data {restored}", copied.Output, StringComparison.Ordinal);
        await using var second = await StandaloneProcess.StartAsync(restored);

        foreach (var id in runs)
        {
            Assert.Equal("succeeded", (await second.Api.EndOfAsync(id)).Text("state"));
            Assert.Contains(target.Calls.Keys, call => call.Key == id);
        }

        List<JsonNode> fires;
        do
        {
            fires = await FiresAsync(second.Api);
        }
        while (!fires.Any(fire => NominalOf(fire) > lastFire && fire.Text("state") == "succeeded"));
        Assert.Equal(fires.Count, fires.Select(NominalOf).Distinct().Count());
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Key_that_the_first_start_made_is_restored()
    {
        using var folder = new TestFolder();
        using var others = new TestFolder();
        var (backup, restored) = (Path.Combine(others.Path, "backup"), Path.Combine(others.Path, "restored"));
        string key;
        await using (var first = await StandaloneProcess.StartWithoutKeyAsync(folder))
        {
            key = MadeKey().Match(first.Output).Value;
            var made = await StandaloneProcess.RunAsync(["--data", folder.Path, "backup", backup]);
            Assert.True(made.Code == 0, made.Errors);
        }

        var copied = await StandaloneProcess.RunAsync(["restore", backup, $"--data={restored}"]);
        Assert.True(copied.Code == 0, copied.Errors);

        await using var second = await StandaloneProcess.StartWithoutKeyAsync(restored);
        using var api = new ApiTalk(second.Address, key);
        await api.GetAsync("/api/v1/runs");
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Restore_into_the_folder_of_a_running_or_stopped_server_is_refused()
    {
        using var folder = new TestFolder();
        using var others = new TestFolder();
        var backup = Path.Combine(others.Path, "backup");
        await using (var server = await StandaloneProcess.StartAsync(folder))
        {
            Assert.Equal(0, (await StandaloneProcess.RunAsync(["backup", backup, "--data", folder.Path])).Code);
            await RefusedAsync(["restore", backup, "--data", folder.Path], "is in use by another process");
            await server.StopAsync();
        }

        await RefusedAsync(["restore", backup, "--data", folder.Path], "already holds data (jobscheduler.db)");
        await RefusedAsync(["backup", backup, "--data", folder.Path], "is not empty");
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Backup_of_a_folder_without_data_is_refused()
    {
        using var folder = new TestFolder();

        await RefusedAsync(["backup", Path.Combine(folder.Path, "backup"), "--data", folder.Path], "holds no data");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory(Timeout = Patience.Hang)]
    [InlineData("backup x --storage azure", "the account's own means", 1)]
    [InlineData("restore x --storage=azure", "the account's own means", 1)]
    [InlineData("restore /dev/null --data /dev/null/x", "not a finished backup", 1)]
    [InlineData("backup", "backup needs the folder of the backup", 2)]
    [InlineData("restore --data x", "restore needs the folder of the backup", 2)]
    [InlineData("backup x y", "'y' is not known", 2)]
    [InlineData("bakup x", "'bakup' is not known", 2)]
    public Task Command_that_is_wrong_is_refused(string arguments, string says, int code) =>
        RefusedAsync(arguments.Split(' '), says, code);

    private static async Task PutScheduleAsync(ApiTalk api, CountingTarget target)
    {
        await api.AskAsync(HttpMethod.Put, "/api/v1/jobs/tick", $$"""{ "target": { "type": "http", "url": "{{target.Url}}" } }""");
        await api.AskAsync(
            HttpMethod.Put, "/api/v1/jobs/tick/schedules/second", """{ "spec": { "type": "cron", "cron": "* * * * * *" } }""");
    }

    /// <returns>How many runs were accepted until it was stopped.</returns>
    private static async Task<int> SubmitAsync(ApiTalk api, CountingTarget target, CancellationToken stop)
    {
        var accepted = 0;
        while (!stop.IsCancellationRequested)
        {
            await api.PostAsync("/api/v1/runs", Submissions.Call(target));
            accepted++;
        }

        return accepted;
    }

    private static async Task<List<JsonNode>> FiresAsync(ApiTalk api) =>
        [.. (await api.GetAsync("/api/v1/runs?job=tick&schedule=second&limit=1000"))["items"]!.AsArray().Select(run => run!)];

    private static DateTimeOffset NominalOf(JsonNode run) =>
        DateTimeOffset.Parse(run.Text("nominalAt")!, CultureInfo.InvariantCulture);

    private static async Task RefusedAsync(IEnumerable<string> arguments, string says, int code = 1)
    {
        var ended = await StandaloneProcess.RunAsync(arguments);
        Assert.Equal(code, ended.Code);
        var line = Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.Equal("", ended.Output);
    }

    [GeneratedRegex("jsk_[0-9a-f]+")]
    private static partial Regex MadeKey();
}
