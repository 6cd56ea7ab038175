using System.Text;
using System.Text.Json.Nodes;
using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Http;

/// <summary>No list is larger than 4 MiB, however large its items are, and none is lost on the way.</summary>
[Collection(HostCollection.Name)]
public sealed class AnswerSizeTests(TestHost host)
{
    private const int Largest = 4 * 1024 * 1024;

    // In the body's limit of 256 KiB. Quotes, controls and letters of two and three bytes: what grows in JSON, or in UTF-8.
    private static readonly string Large = "\"" + string.Concat(Enumerable.Repeat("\\\"q\\u0001äß…x", 12_000)) + "\"";

    [Fact]
    public async Task Jobs_with_large_inputs_come_in_pages_of_4_MiB()
    {
        var ids = Enumerable.Range(0, 40).Select(i => $"large-{i:00}").ToList();
        foreach (var id in ids)
        {
            var job = await host.SendAsync("PUT", $"/api/v1/jobs/{id}", Job(Large, """, "labels": { "size": "large" }"""));
            Assert.Equal(201, job.Status);
        }

        var pages = await PagesAsync("/api/v1/jobs?label=size:large&limit=1000");

        Assert.Equal(ids, Ids(pages));
        Assert.All(pages, page => Assert.NotEmpty(page["items"]!.AsArray()));
        Assert.All(pages.SelectMany(page => page["items"]!.AsArray()), item => Assert.NotNull(item!["input"]));
    }

    [Fact]
    public async Task Bodies_of_targets_count_as_inputs_do()
    {
        var ids = Enumerable.Range(0, 25).Select(i => $"body-{i:00}").ToList();
        foreach (var id in ids)
        {
            var target = $$"""{ "type": "http", "url": "https://example.com/", "body": {{Large}} }""";
            var job = await host.SendAsync("PUT", $"/api/v1/jobs/{id}", $$"""{ "target": {{target}}, "labels": { "size": "body" } }""");
            Assert.Equal(201, job.Status);
        }

        Assert.Equal(ids, Ids(await PagesAsync("/api/v1/jobs?label=size:body&limit=1000")));
    }

    [Fact]
    public async Task Versions_with_large_inputs_come_in_pages_of_4_MiB()
    {
        for (var version = 1; version <= 25; version++)
        {
            await host.SendAsync("PUT", "/api/v1/jobs/many-versions", Job(Large, $$""", "description": "{{version}}" """));
        }

        var pages = await PagesAsync("/api/v1/jobs/many-versions/versions?limit=1000");

        Assert.Equal(
            Enumerable.Range(1, 25), pages.SelectMany(page => page["items"]!.AsArray()).Select(item => item!["version"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Schedules_with_large_inputs_come_in_pages_of_4_MiB()
    {
        await host.SendAsync("PUT", "/api/v1/jobs/scheduled-large", Job("null"));
        var ids = Enumerable.Range(0, 25).Select(i => $"s-{i:00}").ToList();
        foreach (var id in ids)
        {
            var schedule = await host.SendAsync(
                "PUT",
                $"/api/v1/jobs/scheduled-large/schedules/{id}",
                $$"""{ "spec": { "type": "once", "after": "30d" }, "input": {{Large}} }""");
            Assert.Equal(201, schedule.Status);
        }

        var pages = await PagesAsync("/api/v1/jobs/scheduled-large/schedules?limit=1000");

        Assert.Equal(ids, Ids(pages));
        Assert.All(pages.SelectMany(page => page["items"]!.AsArray()), item => Assert.NotNull(item!["input"]));
    }

    [Theory]
    [InlineData("job=bulk-large")]
    [InlineData("label=size:bulk")]
    public async Task Runs_come_in_pages_of_4_MiB_newest_first_each_once(string filter)
    {
        await host.SendAsync("PUT", "/api/v1/jobs/bulk-large", Job("null", """, "placement": "spread" """));
        var input = "\"" + new string('x', 8_000) + "\"";
        var label = filter.StartsWith("label", StringComparison.Ordinal) ? "bulk" : "job";
        var items = string.Join(',', Enumerable.Repeat(
            $$"""{ "jobId": "bulk-large", "input": {{input}}, "after": "1d", "labels": { "size": "{{label}}" } }""", 600));
        var made = await host.SendAsync("POST", "/api/v1/runs/bulk", $$"""{ "items": [{{items}}] }""");
        var ids = made.Json["items"]!.AsArray().Select(item => item!["run"]!["id"]!.GetValue<string>()).ToHashSet();

        var pages = await PagesAsync($"/api/v1/runs?{filter}&label=size:{label}&limit=1000");

        Assert.True(pages.Count > 1, "5 MB are more than one page");
        var listed = Ids(pages).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?pretty")]
    public async Task Head_of_a_list_says_how_long_it_is_and_sends_nothing(string query)
    {
        await host.SendAsync("PUT", "/api/v1/jobs/a-head", Job("[1, { \"a\": [] }]"));
        var get = await host.SendAsync("GET", "/api/v1/jobs/a-head" + query);
        var head = await host.SendAsync("HEAD", "/api/v1/jobs/a-head" + query);

        Assert.Equal("", head.Text);
        Assert.Equal(Encoding.UTF8.GetByteCount(get.Text).ToString(null, null), get.Headers["Content-Length"]);
        Assert.Equal(get.Headers["Content-Length"], head.Headers["Content-Length"]);
    }

    private static string Job(string input, string more = "") =>
        $$"""{ "target": { "type": "handler", "name": "echo" }, "input": {{input}}{{more}} }""";

    private static IEnumerable<string> Ids(IEnumerable<JsonNode> pages) =>
        pages.SelectMany(page => page["items"]!.AsArray()).Select(item => item!["id"]!.GetValue<string>());

    private async Task<List<JsonNode>> PagesAsync(string path)
    {
        var pages = new List<JsonNode>();
        string? continuation = null;
        do
        {
            var answer = await host.SendAsync(
                "GET", continuation is null ? path : $"{path}&continuation={Uri.EscapeDataString(continuation)}");
            Assert.Equal(200, answer.Status);
            Assert.InRange(Encoding.UTF8.GetByteCount(answer.Text), 1, Largest);
            pages.Add(answer.Json);
            continuation = answer["continuation"];
            Assert.True(pages.Count < 100, "the list does not end");
        }
        while (continuation is not null);

        return pages;
    }
}
