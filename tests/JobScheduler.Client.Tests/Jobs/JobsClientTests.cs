using System.Text.Json;
using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Jobs;

public sealed class JobsClientTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Put_sends_what_is_given_and_nothing_else()
    {
        _bench.Server.Answer(201, Samples.Job);
        var job = new Job
        {
            Id = "hello",
            Target = new HttpTarget { Url = "https://example.com/report", Completion = HttpCompletion.Callback },
            Retry = new RetryPolicy { Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(90)], Backoff = Backoff.List },
            ETag = "\"not in the body\"",
        };

        await _bench.Client.Jobs.PutAsync(job, default, Cancellation);

        var request = _bench.Server.Only;
        Assert.Equal("PUT", request.Method);
        Assert.Equal("/base/api/v1/jobs/hello", request.Target);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(
            """{"id":"hello","target":{"type":"http","url":"https://example.com/report","completion":"callback"}"""
                + ""","retry":{"backoff":"list","delays":["1s","1h30m"]}}""",
            request.Body);
        Assert.Null(request.Header("If-Match"));
    }

    [Fact]
    public async Task Put_unchanged_sends_the_tag_that_was_read()
    {
        _bench.Server.Answer(200, Samples.Job, ("ETag", "\"7\"")).Answer(200, Samples.Job, ("ETag", "\"8\""));

        var read = await _bench.Client.Jobs.GetAsync("hello", Cancellation);
        var written = await _bench.Client.Jobs.PutAsync(read with { Name = "new" }, Precondition.Unchanged(read.ETag), Cancellation);

        Assert.Equal("\"7\"", _bench.Server.Requests[1].Header("If-Match"));
        Assert.Equal("\"8\"", written.ETag);
        Assert.Equal("1m30s", _bench.Server.Requests[1].Json.GetProperty("retry").GetProperty("initialDelay").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("\"7\"\r\nX-Injected: 1")]
    public void Unchanged_what_is_no_tag_is_refused(string? tag) => Assert.Throws<ArgumentException>(() => Precondition.Unchanged(tag));

    [Fact]
    public async Task GetIfChanged_not_modified_is_null()
    {
        _bench.Server.Answer(304);

        Assert.Null(await _bench.Client.Jobs.GetIfChangedAsync("hello", "\"7\"", Cancellation));

        Assert.Equal("\"7\"", _bench.Server.Only.Header("If-None-Match"));
    }

    [Fact]
    public async Task Patch_null_members_are_sent()
    {
        _bench.Server.Answer(200, Samples.Job);

        await _bench.Client.Jobs.PatchAsync("hello", JsonElement.Parse("""{ "name": null }"""), Precondition.Present, Cancellation);

        Assert.Equal("""{"name":null}""", _bench.Server.Only.Body!.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("application/merge-patch+json", _bench.Server.Only.Header("Content-Type"));
        Assert.Equal("*", _bench.Server.Only.Header("If-Match"));
    }

    [Fact]
    public async Task List_goes_through_all_pages_also_empty_ones()
    {
        _bench.Server
            .Answer(200, $$"""{ "items": [{{Samples.Job}}], "continuation": "a+b/c" }""")
            .Answer(200, """{ "items": [], "continuation": "d" }""")
            .Answer(200, $$"""{ "items": [{{Samples.Job}}, {{Samples.Job}}], "continuation": null }""");
        var filter = new JobFilter { Text = "a b", Labels = ["team:x&y"], Paused = false };

        var count = 0;
        await foreach (var job in _bench.Client.Jobs.ListAsync(filter, Cancellation))
        {
            count += job.Id == "hello" ? 1 : 0;
        }

        Assert.Equal(3, count);
        Assert.Equal("/base/api/v1/jobs?q=a%20b&label=team%3Ax%26y&paused=false", _bench.Server.Requests[0].Target);
        Assert.Equal("/base/api/v1/jobs?q=a%20b&label=team%3Ax%26y&paused=false&continuation=a%2Bb%2Fc", _bench.Server.Requests[1].Target);
    }
}
