using System.Net;
using System.Text.Json.Nodes;
using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Tests.Http.Gate;

/// <summary>Over the wire, each with a host of its own: what an address has sent is remembered.</summary>
public sealed class GuessTests : IAsyncLifetime
{
    private readonly RecordedLog _log = new();
    private FailingStorage _storage = null!;
    private ApiHost _host = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(TestHost.Key, time => _storage = new FailingStorage(new MemoryStorage(time)), log: _log);
        _client = new HttpClient { BaseAddress = _host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("X-Api-Key", "wrong-wrong-wrong-wrong")]
    [InlineData("Authorization", "Bearer wrong-wrong-wrong-wrong")]
    [InlineData("Authorization", "Bearer jsa_default~run~1~00")]
    [InlineData("JobScheduler-Token", "jsa_default~run~1~00")]
    public async Task Many_wrong_credentials_are_put_off_and_a_valid_key_from_the_same_address_never(string header, string value)
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(header, value)).Status);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync("X-Api-Key", TestHost.Key)).Status);
        }

        var refused = await SendAsync(header, value);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Equal("/problems/throttled", refused.Problem["type"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("X-Api-Key", TestHost.Key)).Status);
    }

    [Fact]
    public async Task Requests_without_credentials_are_no_guesses()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("X-Other", "x")).Status);
        }

        Assert.DoesNotContain(_log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Wrong_keys_have_one_line_in_the_log_with_address_and_trace_and_without_the_key()
    {
        var first = await SendAsync("X-Api-Key", "wrong-wrong-wrong-wrong");
        for (var i = 0; i < 30; i++)
        {
            await SendAsync("X-Api-Key", $"wrong-wrong-wrong-{i}");
        }

        var line = Assert.Single(_log.Lines, line => line.Level >= LogLevel.Warning);
        Assert.Contains("127.0.0.1", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-wrong", line.Text, StringComparison.Ordinal);
        Assert.Equal(first.Problem["traceId"]!.GetValue<string>(), line.TraceId);

        // As at the stop of the host, or after a minute.
        _host.Services.GetRequiredService<GuessLog>().Dispose();

        var rest = Assert.Single(_log.Lines, other => other.Level >= LogLevel.Warning && other != line);
        Assert.Contains("30 more requests", rest.Text, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 (trace ", rest.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StorageFault.Permanent, 500)]
    [InlineData(StorageFault.Full, 503)]
    public async Task Failure_of_storage_has_the_same_trace_in_the_log_and_for_the_caller(StorageFault fault, int status)
    {
        _storage.Failure = new StorageException(fault, "as told");
        var answer = await SendAsync("X-Api-Key", TestHost.Key, """{ "target": { "type": "handler", "name": "echo" } }""");
        _storage.Failure = null;

        Assert.Equal(status, (int)answer.Status);
        var id = answer.Problem["traceId"]!.GetValue<string>();
        Assert.Contains(_log.Lines, line => line.Level >= LogLevel.Warning && line.TraceId == id && line.Text.Contains("as told"));
    }

    [Fact]
    public async Task Unexpected_failure_has_the_same_trace_in_the_log_and_for_the_caller()
    {
        _storage.Failure = new InvalidOperationException("unheard of");
        var answer = await SendAsync("X-Api-Key", TestHost.Key, """{ "target": { "type": "handler", "name": "echo" } }""");
        _storage.Failure = null;

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        var id = answer.Problem["traceId"]!.GetValue<string>();
        Assert.Contains(_log.Lines, line => line.Level == LogLevel.Error && line.TraceId == id && line.Text.Contains("unheard of"));
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, JsonNode Problem)> SendAsync(
        string header, string value, string? run = null)
    {
        using var request = run is null
            ? new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/me")
            : new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs");
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = run is null ? null : new StringContent(run, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta, JsonNode.Parse(text)!);
    }
}
