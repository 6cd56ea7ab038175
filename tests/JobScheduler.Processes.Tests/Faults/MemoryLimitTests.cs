using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

/// <summary>The built program with a small heap, and more asked of it at once than fits: it answers or refuses, and lives on.</summary>
public sealed class MemoryLimitTests
{
    private const int Askers = 24;
    private const int Rounds = 3;

    /// <summary>The connection was closed: the server refused before it had read all of the body; this client did not look on.</summary>
    private const HttpStatusCode Cut = 0;

    /// <summary>96 MiB: lists one at a time, bodies of a few MiB.</summary>
    private const string Small = "0x6000000";

    /// <summary>384 MiB: the largest body, and lists beside it.</summary>
    private const string Usual = "0x18000000";

    private static readonly string[] Program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "JobScheduler.Standalone.dll")];

    [Fact]
    public void Heap_has_a_limit_also_without_publishing()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Program[1], ".runtimeconfig.json")))!;

        Assert.Equal("60", settings["runtimeOptions"]!["configProperties"]!["System.GC.HeapHardLimitPercent"]!.ToString());
    }

    [Fact(Timeout = Patience.Hang)]
    public async Task Start_with_less_than_64_MiB_is_refused_with_the_reason()
    {
        using var folder = new TestFolder();

        var ended = await StandaloneProcess.RunAsync(
            ["--urls", "http://127.0.0.1:0", "--data", folder.Path],
            new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x3000000" });

        Assert.Equal(1, ended.Code);
        Assert.Contains("error: memory: the heap may take 48 MiB, and 64 MiB are the least", ended.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = Patience.Hang)]
    [InlineData(Small)]
    [InlineData(Usual)]
    public async Task Many_large_lists_and_bodies_at_once_are_answered_or_refused_and_the_process_lives_on(string heap)
    {
        using var folder = new TestFolder();
        await using var server = await StandaloneProcess.StartAsync(
            Program, folder, new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = heap });
        using var client = new HttpClient
        {
            BaseAddress = server.Address,
            Timeout = TimeSpan.FromMinutes(5),
            DefaultRequestHeaders = { { "X-Api-Key", StandaloneProcess.Key } },
        };
        for (var i = 0; i < 60; i++)
        {
            var job = $$"""{ "target": { "type": "handler", "name": "echo" }, "input": "{{new string('x', 200_000)}}" }""";
            Assert.Equal(HttpStatusCode.Created, await SendAsync(client, HttpMethod.Put, $"/api/v1/jobs/large-{i}", job));
        }

        var item = $$"""{ "target": { "type": "handler", "name": "echo" }, "after": "1d", "input": "{{new string('y', 15_000)}}" }""";
        var bulk = $$"""{ "items": [{{string.Join(',', Enumerable.Repeat(item, 1000))}}] }""";
        Assert.InRange(bulk.Length, 14_000_000, 16 * 1024 * 1024);

        var statuses = (await Task.WhenAll(Enumerable.Range(0, Askers).Select(asker => AskAsync(client, asker, bulk))))
            .SelectMany(found => found).ToList();

        Assert.Equal(Askers * Rounds, statuses.Count);
        Assert.All(
            statuses,
            status => Assert.True(
                status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestEntityTooLarge or Cut,
                $"{status}\n{server.Output}"));
        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(client, HttpMethod.Get, "/health/ready", null));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(client, HttpMethod.Get, "/api/v1/jobs?limit=1000", null));

        // Alone, the largest body fits; or never, and then the answer says so.
        Assert.Equal(
            heap == Small ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.OK,
            await SendAsync(client, HttpMethod.Post, "/api/v1/runs/bulk", bulk));
        Assert.DoesNotContain("OutOfMemory", server.Output, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Join(", ", statuses.CountBy(status => status).Select(pair => $"{pair.Value} of {(int)pair.Key}")));
    }

    private static async Task<List<HttpStatusCode>> AskAsync(HttpClient client, int asker, string bulk)
    {
        var statuses = new List<HttpStatusCode>();
        for (var round = 0; round < Rounds; round++)
        {
            statuses.Add(await (asker % 3 == 0
                ? SendAsync(client, HttpMethod.Post, "/api/v1/runs/bulk", bulk)
                : SendAsync(client, HttpMethod.Get, asker % 3 == 1 ? "/api/v1/jobs?limit=1000&pretty" : "/api/v1/runs?limit=1000", null)));
        }

        return statuses;
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, HttpMethod method, string path, string? json)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await answer.Content.CopyToAsync(Stream.Null, cancellation);
            return answer.StatusCode;
        }
        catch (HttpRequestException error) when (error.InnerException is IOException)
        {
            return Cut;
        }
    }
}
