using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Schedules;

[Collection(HostCollection.Name)]
public sealed class ScheduleListTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";
    private const string Daily = """{ "spec": { "type": "cron", "cron": "0 4 * * *" }, "input": { "a": 1 } }""";
    private const string Hourly = """{ "spec": { "type": "interval", "every": "1h", "mode": "delay" }, "paused": true }""";
    private const string Once = """{ "spec": { "type": "once", "after": "400d" } }""";

    [Fact]
    public async Task List_ofAllJobs_showsEachAsItsJobDoes()
    {
        await FillAsync("all-sched-1", "all-sched-2");

        var listed = await NamesAsync("q=ALL-SCHED&limit=2");

        Assert.Equal(
            ["all-sched-1/daily", "all-sched-1/hourly", "all-sched-1/once", "all-sched-2/daily", "all-sched-2/hourly", "all-sched-2/once"],
            listed);
        var ofAll = await host.SendAsync("GET", "/api/v1/schedules?job=all-sched-2");
        var ofJob = await host.SendAsync("GET", "/api/v1/jobs/all-sched-2/schedules");
        Assert.Equal(200, ofAll.Status);
        Assert.Equal(ofJob.Text, ofAll.Text);
        Assert.Contains("T04:00:00.000Z\"", ofAll.Json["items"]![0]!["nextFireAt"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paused=true", "hourly")]
    [InlineData("paused=false", "daily,once")]
    [InlineData("type=cron", "daily")]
    [InlineData("type=interval&type=once", "hourly,once")]
    [InlineData("type=once&paused=true", "")]
    public async Task List_filtered_holdsThoseThatMatch(string filter, string expected)
    {
        await FillAsync("filtered-sched");

        Assert.Equal(
            expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => "filtered-sched/" + id),
            await NamesAsync("job=filtered-sched&" + filter));
    }

    [Fact]
    public async Task List_ofAJobThatIsNotThere_isEmpty() => Assert.Empty(await NamesAsync("job=nobody-at-all"));

    [Theory]
    [InlineData("type=never", "type")]
    [InlineData("paused=1", "paused")]
    [InlineData("job=NO", "job")]
    [InlineData("label=a:b", "label")]
    [InlineData("limit=0", "limit")]
    public async Task List_badParameter_400NamesIt(string query, string field)
    {
        var answer = await host.SendAsync("GET", "/api/v1/schedules?" + query);
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Fact]
    public async Task List_continuationOfAnotherList_422()
    {
        await FillAsync("other-list-sched");
        var page = await host.SendAsync("GET", "/api/v1/jobs/other-list-sched/schedules?limit=1");
        var answer = await host.SendAsync("GET", $"/api/v1/schedules?continuation={page["continuation"]}");
        Assert.Equal(422, answer.Status);
        Assert.Single(answer.Errors("continuation"));
    }

    private async Task FillAsync(params string[] jobs)
    {
        foreach (var job in jobs)
        {
            await host.SendAsync("PUT", $"/api/v1/jobs/{job}", Echo);
            await host.SendAsync("PUT", $"/api/v1/jobs/{job}/schedules/daily", Daily);
            await host.SendAsync("PUT", $"/api/v1/jobs/{job}/schedules/hourly", Hourly);
            await host.SendAsync("PUT", $"/api/v1/jobs/{job}/schedules/once", Once);
        }
    }

    private async Task<List<string>> NamesAsync(string query)
    {
        var names = new List<string>();
        string? continuation = null;
        do
        {
            var more = continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation);
            var page = await host.SendAsync("GET", $"/api/v1/schedules?{query}{more}");
            Assert.Equal(200, page.Status);
            names.AddRange(page.Json["items"]!.AsArray().Select(item => $"{item!["jobId"]}/{item["id"]}"));
            continuation = page["continuation"];
        }
        while (continuation is not null);

        return names;
    }
}
