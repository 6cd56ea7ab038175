using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Stored;

/// <summary>
/// A server on a copy of the data that an earlier version left behind, and what is known of them. The folder's README says what is in
/// it.
/// </summary>
internal sealed class StoredData : IAsyncDisposable
{
    /// <summary>The version that was killed with all kinds of work under way.</summary>
    public const string Killed = "cec72e8";

    private readonly TestFolder _copy = new();
    private StandaloneProcess _server = null!;

    private StoredData(JsonNode known) => Known = known;

    /// <summary>Ids of runs and operations by names, idempotency keys with their requests, tokens of attempts.</summary>
    public JsonNode Known { get; }

    /// <summary>Talks to the server as its administrator.</summary>
    public ApiTalk Api => _server.Api;

    /// <param name="version">The commit whose data are opened: the name of their folder.</param>
    public static async Task<StoredData> OpenAsync(string version)
    {
        var stored = new StoredData(await ReadAsync(version, "known.json"));
        ZipFile.ExtractToDirectory(Path.Combine(FolderOf(version), "data.zip"), stored._copy.Path);
        try
        {
            stored._server = await StandaloneProcess.StartAsync(stored._copy, "--Shards:Count", "2");
        }
        catch
        {
            stored._copy.Dispose();
            throw;
        }

        return stored;
    }

    /// <summary>What the earlier version answered, in the order in which it was asked.</summary>
    public static async Task<IReadOnlyList<StoredAnswer>> AnswersAsync(string version) =>
        [.. (await ReadAsync(version, "answers.json")).AsArray().Select(answer => new StoredAnswer(answer!))];

    /// <summary>The id of a run.</summary>
    public string Run(string name) => Known["runs"]!.Text(name)!;

    /// <summary>The path of an operation.</summary>
    public string Operation(string name) => $"/api/v1/operations/{Known["operations"]!.Text(name)}";

    /// <summary>The time of the server.</summary>
    public async Task<DateTimeOffset> NowAsync()
    {
        using var answer = await Api.SendAsync(HttpMethod.Get, "/health/live");
        return answer.Headers.Date!.Value;
    }

    /// <summary>Runs of a job, at most 1,000.</summary>
    public async Task<List<JsonNode>> RunsAsync(string job) =>
        [.. (await Api.GetAsync($"/api/v1/runs?job={job}&limit=1000"))["items"]!.AsArray().Select(run => run!)];

    /// <summary>Asks again until the answer is as expected; the test's time-out is the limit.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> expected)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var answer = await ask();
            if (expected(answer))
            {
                return answer;
            }
        }
    }

    /// <summary>Waits for the end of an operation.</summary>
    public Task<JsonNode> EndOfOperationAsync(string name) =>
        UntilAsync(() => Api.GetAsync(Operation(name)), operation => operation.Text("state") != "running");

    /// <summary>Sends with the token of an attempt in place of a key.</summary>
    public async Task<HttpResponseMessage> SendAsAttemptAsync(string run, string path, string json)
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Known["tokens"]!.Text(run));
        using var content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        return await http.PostAsync(
            new Uri($"/api/v1/runs/{Run(run)}/{path}", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _copy.Dispose();
    }

    private static string FolderOf(string version) => Path.Combine(AppContext.BaseDirectory, "Stored", version);

    private static async Task<JsonNode> ReadAsync(string version, string file) =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(FolderOf(version), file), TestContext.Current.CancellationToken))!;
}
