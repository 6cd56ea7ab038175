using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Delivery.Tests.Publishing;

/// <summary>What the two commands publish, and that it works.</summary>
public sealed partial class PublishedProgramTests(PublishedPrograms published)
{
    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Folder_has_what_runs_and_nothing_else()
    {
        var folder = await published.FolderAsync();

        Assert.Equal(
            [Path.GetFileName(folder.Program), $"{PublishedProgram.Name}.deps.json", $"{PublishedProgram.Name}.runtimeconfig.json"],
            folder.Files.Where(file => Path.GetExtension(file) != ".dll").Order(StringComparer.Ordinal));
        Assert.Equal(["runtimes"], Directory.EnumerateDirectories(folder.Folder).Select(path => Path.GetFileName(path)));
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(folder.Folder, "runtimes"), "*", SearchOption.AllDirectories),
            file => Assert.Matches(@"^(lib)?e_sqlite3\.|^System\.", Path.GetFileName(file)));
    }

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task One_file_is_one_file()
    {
        var file = await published.OneFileAsync();

        Assert.Equal([file.Program], Directory.EnumerateFileSystemEntries(file.Folder));
    }

    [Theory(Timeout = BuildPatience.Hang)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Published_program_has_its_pages_and_runs_a_job(bool oneFile)
    {
        using var folder = new TestFolder();
        using var elsewhere = new TestFolder();
        await using var server = await StartAsync(oneFile, folder, elsewhere);

        Assert.NotNull((await server.Api.GetAsync("/openapi/v1.json"))["openapi"]);
        using var page = await server.Api.SendAsync(HttpMethod.Get, "/reference");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var run = await server.Api.PostAsync(
            "/api/v1/runs", """{ "target": { "type": "handler", "name": "echo" }, "input": "delivered" }""");
        var end = await server.Api.EndOfAsync(run.Text("id")!);
        Assert.Equal(("succeeded", "delivered"), (end.Text("state"), end.Text("result")));

        var ended = await server.StopAsync();
        Assert.Equal((0, ""), (ended.Code, ended.Errors));
    }

    [Fact(Timeout = BuildPatience.Hang)]
    public async Task Folder_asks_for_one_heap_with_a_limit()
    {
        var folder = await published.FolderAsync();

        var settings = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(folder.Folder, $"{PublishedProgram.Name}.runtimeconfig.json"), Limit))!["runtimeOptions"]!["configProperties"]!;

        Assert.Equal(60, (int)settings["System.GC.HeapHardLimitPercent"]!);
        Assert.False((bool)settings["System.GC.Server"]!);
    }

    // In a container or service with a limit the tests' own figure is already 75 % of it, and 60 % is less all the same.
    [Theory(Timeout = BuildPatience.Hang)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Running_program_keeps_its_heap_below_the_memory_of_the_machine(bool oneFile)
    {
        using var folder = new TestFolder();
        using var elsewhere = new TestFolder();
        await using var server = await StartAsync(oneFile, folder, elsewhere);

        var here = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20;

        Assert.InRange(HeapOf(server), here / 2, here * 85 / 100);
    }

    [Theory(Timeout = BuildPatience.Hang)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Environment_sets_another_limit(bool oneFile)
    {
        using var folder = new TestFolder();
        using var elsewhere = new TestFolder();
        await using var server = await StartAsync(oneFile, folder, elsewhere, ("DOTNET_GCHeapHardLimit", "0x10000000"));

        Assert.Equal(256, HeapOf(server));
    }

    // One file must not find the runtime of this machine, nor leave what it unpacks in the user's folder.
    private async Task<StandaloneProcess> StartAsync(
        bool oneFile, TestFolder folder, TestFolder elsewhere, params (string Name, string Value)[] more)
    {
        var program = await (oneFile ? published.OneFileAsync() : published.FolderAsync());
        return await StandaloneProcess.StartAsync(
            [program.Program],
            folder,
            new Dictionary<string, string>(more.Select(one => KeyValuePair.Create(one.Name, one.Value)))
            {
                ["DOTNET_ROOT"] = oneFile ? elsewhere.Path : DotnetInstallation.Root,
                ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = elsewhere.Path,
            });
    }

    private static long HeapOf(StandaloneProcess server) => long.Parse(HeapLine().Match(server.Output).Groups[1].Value);

    [GeneratedRegex(@"^  memory      the heap may take (\d+) MiB", RegexOptions.Multiline)]
    private static partial Regex HeapLine();
}
