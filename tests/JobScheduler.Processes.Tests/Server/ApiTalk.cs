using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace JobScheduler.Processes.Tests.Server;

/// <summary>Requests to a running server, with plain HTTP: what any client could send.</summary>
internal sealed class ApiTalk : IDisposable
{
    private readonly HttpClient _http;

    public ApiTalk(Uri address, string key) =>
        _http =
            new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90), DefaultRequestHeaders = { { "X-Api-Key", key } } };

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? json = null, string? idempotencyKey = null, CancellationToken? cancellation = null)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return _http.SendAsync(request, cancellation ?? Limit);
    }

    /// <summary>Sends, and expects to be answered well.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, string? json = null, string? idempotencyKey = null)
    {
        using var response = await SendAsync(method, path, json, idempotencyKey);
        var text = await response.Content.ReadAsStringAsync(Limit);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public Task<JsonNode> GetAsync(string path) => AskAsync(HttpMethod.Get, path);

    public Task<JsonNode> PostAsync(string path, string json, string? idempotencyKey = null) =>
        AskAsync(HttpMethod.Post, path, json, idempotencyKey);

    /// <summary>Waits on the server until the run has ended.</summary>
    public async Task<JsonNode> EndOfAsync(string runId)
    {
        while (true)
        {
            var run = await GetAsync($"/api/v1/runs/{runId}?wait=60s");
            if (run.Text("endedAt") is not null)
            {
                return run;
            }
        }
    }

    public async Task<List<JsonNode>> AttemptsOfAsync(string runId) =>
        [.. (await GetAsync($"/api/v1/runs/{runId}/attempts"))["items"]!.AsArray().Select(item => item!)];

    public Task UntilReadyAsync() => UntilAsync("/health/ready", HttpStatusCode.OK);

    /// <summary>Asks until the status is as expected.</summary>
    public async Task UntilAsync(string path, HttpStatusCode status)
    {
        while (true)
        {
            using var response = await SendAsync(HttpMethod.Get, path);
            if (response.StatusCode == status)
            {
                return;
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
