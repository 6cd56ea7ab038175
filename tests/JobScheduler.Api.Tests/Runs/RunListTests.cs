using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Runs;

/// <summary>The runs of a job, runs by their end, counts by state, and the last outcomes in the list of jobs.</summary>
[Collection(HostCollection.Name)]
public sealed class RunListTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";
    private const string Fail = """{ "target": { "type": "handler", "name": "fail" }, "retry": { "maxAttempts": 1 } }""";
    private const string Bound = "2026-01-01T00:00:00Z";

    [Fact]
    public async Task OfJob_isTheListFilteredByTheJob()
    {
        await FillAsync("of-job-list");

        var ofJob = await host.SendAsync("GET", "/api/v1/jobs/of-job-list/runs?state=succeeded&limit=10");
        var filtered = await host.SendAsync("GET", "/api/v1/runs?job=of-job-list&state=succeeded&limit=10");

        Assert.Equal(200, ofJob.Status);
        Assert.Equal(2, ofJob.Json["items"]!.AsArray().Count);
        Assert.Equal(filtered.Text, ofJob.Text);
    }

    [Fact]
    public async Task OfJob_inPages_allOnce()
    {
        await FillAsync("of-job-pages");
        var first = await host.SendAsync("GET", "/api/v1/jobs/of-job-pages/runs?limit=2");
        var second = await host.SendAsync(
            "GET", $"/api/v1/jobs/of-job-pages/runs?limit=2&continuation={Uri.EscapeDataString(first["continuation"]!)}");

        Assert.Equal(2, first.Json["items"]!.AsArray().Count);
        Assert.Single(second.Json["items"]!.AsArray());
        Assert.Null(second["continuation"]);
    }

    [Fact]
    public async Task OfJob_thatIsDeletedOrWasNeverThere_404_butTheFilterFindsWhatItLeft()
    {
        await FillAsync("of-job-deleted");
        await host.SendAsync("DELETE", "/api/v1/jobs/of-job-deleted");

        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/jobs/of-job-deleted/runs")).Status);
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/jobs/of-job-never/runs")).Status);
        var left = await host.SendAsync("GET", "/api/v1/runs?job=of-job-deleted&state=succeeded");
        Assert.Equal(2, left.Json["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("endedFrom=" + Bound, 2)]
    [InlineData("endedTo=" + Bound, 0)]
    [InlineData("endedFrom=" + Bound + "&endedTo=9000-12-31T00:00:00Z", 2)]
    [InlineData("endedFrom=1970-01-01T00:00:00Z", 2)]
    [InlineData("endedFrom=" + Bound + "&state=scheduled", 0)]
    [InlineData("endedFrom=9000-01-01T00:00:00Z", 0)]
    public async Task List_byEnd_holdsRunsThatEndedThen(string filter, int expected)
    {
        await FillAsync("ended-list");
        foreach (var path in new[] { "/api/v1/jobs/ended-list/runs?", "/api/v1/runs?label=of:ended-list&" })
        {
            var answer = await host.SendAsync("GET", path + filter);
            Assert.Equal(200, answer.Status);
            Assert.Equal(expected, answer.Json["items"]!.AsArray().Count);
        }
    }

    [Theory]
    [InlineData("job=counted")]
    [InlineData("label=of:counted")]
    public async Task Counts_areByState_andNameThemAll(string filter)
    {
        await FillAsync("counted");

        var counts = await host.SendAsync("GET", "/api/v1/runs/counts?" + filter);

        Assert.Equal(200, counts.Status);
        Assert.Equal(
            """{"counts":{"scheduled":1,"queued":0,"running":0,"retrying":0,"succeeded":2,"failed":0,"canceled":0,"expired":0"""
                + ""","skipped":0},"total":3,"exact":true}""",
            counts.Text);
        var some = await host.SendAsync("GET", $"/api/v1/runs/counts?{filter}&state=succeeded&state=failed&endedFrom={Bound}");
        Assert.Equal(2, some.Json["total"]!.GetValue<int>());
        var none = await host.SendAsync("GET", $"/api/v1/runs/counts?{filter}&to={Bound}");
        Assert.Equal(0, none.Json["total"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("runs/counts?state=done", "state")]
    [InlineData("runs/counts?limit=3", "limit")]
    [InlineData("runs/counts?endedFrom=yesterday", "endedFrom")]
    [InlineData("runs?endedTo=1", "endedTo")]
    [InlineData("jobs/bad-filter/runs?job=bad-filter", "job")]
    [InlineData("jobs/bad-filter/runs?state=done", "state")]
    [InlineData("jobs?include=everything", "include")]
    public async Task Any_badFilter_400NamesIt(string query, string field)
    {
        await host.SendAsync("PUT", "/api/v1/jobs/bad-filter", Echo);
        var answer = await host.SendAsync("GET", "/api/v1/" + query);
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Fact]
    public async Task Jobs_withRecent_showTheirLastEnds()
    {
        await FillAsync("recent-good");
        await host.SendAsync("PUT", "/api/v1/jobs/recent-bad", Fail);
        await host.SendAsync("PUT", "/api/v1/jobs/recent-idle", Echo);
        var run = await host.SendAsync("POST", "/api/v1/jobs/recent-bad/runs", "{}");
        await host.SendAsync("GET", run.Location + "?wait=30s");

        var jobs = (await host.SendAsync("GET", "/api/v1/jobs?q=recent-&include=recent")).Json["items"]!.AsArray();

        Assert.Equal(["recent-bad", "recent-good", "recent-idle"], jobs.Select(job => job!["id"]!.GetValue<string>()));
        Assert.Equal($$"""[{"id":"{{run["id"]}}","state":"failed"}]""", jobs[0]!["recent"]!.ToJsonString());
        Assert.Equal(["succeeded", "succeeded"], jobs[1]!["recent"]!.AsArray().Select(one => one!["state"]!.GetValue<string>()));
        Assert.Empty(jobs[2]!["recent"]!.AsArray());
        var usual = (await host.SendAsync("GET", "/api/v1/jobs?q=recent-")).Json["items"]!.AsArray();
        Assert.All(usual, job => Assert.Null(job!["recent"]));
    }

    [Fact]
    public async Task Job_asListedWithRecent_canBeWrittenBack()
    {
        await FillAsync("back-of-recent");
        var job = (await host.SendAsync("GET", "/api/v1/jobs?q=back-of-recent&include=recent")).Json["items"]![0]!;

        var written = await host.SendAsync("PUT", "/api/v1/jobs/back-of-recent", job.ToJsonString());

        Assert.Equal(200, written.Status);
        Assert.Equal(1, written.Json["version"]!.GetValue<int>());
    }

    /// <summary>A job with two runs that have succeeded and one that is due in a year; all of them labeled with its id.</summary>
    private async Task FillAsync(string job)
    {
        if ((await host.SendAsync("GET", $"/api/v1/jobs/{job}")).Status == 200)
        {
            return;
        }

        await host.SendAsync(
            "PUT",
            $"/api/v1/jobs/{job}",
            $$"""{ "labels": { "of": "{{job}}" }, "target": { "type": "handler", "name": "echo" } }""");
        for (var i = 0; i < 2; i++)
        {
            var run = await host.SendAsync("POST", $"/api/v1/jobs/{job}/runs", "{}");
            Assert.Equal("succeeded", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
        }

        await host.SendAsync("POST", $"/api/v1/jobs/{job}/runs", """{ "after": "365d" }""");
    }
}
