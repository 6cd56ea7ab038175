using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Operations;

[Collection(HostCollection.Name)]
public sealed class OperationTests(TestHost host)
{
    private const string Operations = "/api/v1/operations";

    [Fact]
    public async Task Operation_hasTheShapeOfTheContract()
    {
        var ended = await EndedAsync("shape");
        Assert.Equal(
            ["id", "kind", "state", "done", "total", "refused", "refusals", "error", "createdBy", "createdAt", "endedAt"],
            ended.Json.AsObject().Select(member => member.Key));
        Assert.Equal(("purge", "succeeded", "administrator"), (ended["kind"], ended["state"], ended["createdBy"]));
        Assert.Equal(
            (0, 0, 0), (ended.Json["done"]!.GetValue<int>(), ended.Json["total"]!.GetValue<int>(), ended.Json["refused"]!.GetValue<int>()));
        Assert.Empty(ended.Json["refusals"]!.AsArray());
        Assert.NotNull(ended["endedAt"]);
    }

    [Fact]
    public async Task Cancel_running_200AndAgain200_withTheSame()
    {
        var location = await RunningAsync("cancel-running");
        var canceled = await host.SendAsync("POST", location + "/cancel");
        var again = await host.SendAsync("POST", location + "/cancel");
        Assert.Equal((200, 200), (canceled.Status, again.Status));
        Assert.Equal("canceled", canceled["state"]);
        Assert.NotNull(canceled["endedAt"]);
        Assert.Equal(canceled["endedAt"], again["endedAt"]);
        Assert.Equal("canceled", (await host.SendAsync("GET", location))["state"]);
    }

    [Fact]
    public async Task Cancel_ended_409_andUnknown_404()
    {
        var ended = await EndedAsync("cancel-ended");
        Assert.Equal(409, (await host.SendAsync("POST", $"{Operations}/{ended["id"]}/cancel")).Status);
        Assert.Equal(404, (await host.SendAsync("POST", $"{Operations}/nothing/cancel")).Status);
        Assert.Equal(404, (await host.SendAsync("POST", $"{Operations}/x~y/cancel")).Status);
    }

    [Fact]
    public async Task List_byStateAndKind_isFiltered_andGoesOnPageByPage()
    {
        var running = await RunningAsync("listed-running");
        var ended = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            ended.Add((await EndedAsync("listed"))["id"]);
        }

        var redrives = await ListAsync("?kind=redrive&state=running&limit=1000");
        Assert.Contains(running[(Operations.Length + 1)..], redrives.Select(operation => operation.Id));
        Assert.All(redrives, operation => Assert.Equal(("redrive", "running"), (operation.Kind, operation.State)));
        var purges = await ListAsync("?kind=purge&state=succeeded&limit=2");
        Assert.Empty(ended.Except(purges.Select(operation => operation.Id)));
        Assert.DoesNotContain(purges, operation => operation.Kind != "purge");
        Assert.Equal(purges.Select(operation => operation.Id).Order(StringComparer.Ordinal), purges.Select(operation => operation.Id));
        Assert.Empty(await ListAsync("?kind=nothing"));
        await host.SendAsync("POST", running + "/cancel");
    }

    [Theory]
    [InlineData("?state=ended", "state")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?colour=red", "colour")]
    public async Task List_badQuery_400WithItsField(string query, string field)
    {
        var answer = await host.SendAsync("GET", Operations + query);
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Fact]
    public async Task List_continuationOfAnotherList_422() =>
        Assert.Equal(422, (await host.SendAsync("GET", Operations + "?continuation=am9icwpqb2I")).Status);

    private async Task<List<(string Id, string Kind, string State)>> ListAsync(string query)
    {
        var found = new List<(string, string, string)>();
        string? continuation = null;
        do
        {
            var page = await host.SendAsync("GET", Operations + query + (continuation is null ? "" : $"&continuation={continuation}"));
            Assert.Equal(200, page.Status);
            found.AddRange(page.Json["items"]!.AsArray().Select(operation =>
                (operation!["id"]!.GetValue<string>(), operation["kind"]!.GetValue<string>(), operation["state"]!.GetValue<string>())));
            continuation = page["continuation"];
        }
        while (continuation is not null);
        return found;
    }

    /// <summary>A purge that finds nothing and has ended.</summary>
    private async Task<Answer> EndedAsync(string job)
    {
        var started = await host.SendAsync("POST", "/api/v1/dead-letters/purge", $$"""{ "job": "operation-{{job}}" }""");
        return await host.UntilAsync(started.Location!, answer => answer["state"] != "running");
    }

    /// <summary>The path of a redrive that waits for its canary, which is held by its paused job.</summary>
    private async Task<string> RunningAsync(string name)
    {
        var job = "operation-" + name;
        await host.SendAsync(
            "PUT",
            $"/api/v1/jobs/{job}",
            """{ "target": { "type": "handler", "name": "fail" }, "input": { "type": "boom" }, "retry": { "maxAttempts": 1 } }""");
        var run = await host.SendAsync("POST", $"/api/v1/jobs/{job}/runs");
        await host.SendAsync("GET", run.Location + "?wait=30s");
        await host.UntilAsync($"/api/v1/dead-letters?job={job}", answer => answer.Json["items"]!.AsArray().Count > 0);
        await host.SendAsync("POST", $"/api/v1/jobs/{job}/pause", "{}");
        var started = await host.SendAsync("POST", "/api/v1/dead-letters/redrive", $$"""{ "job": "{{job}}", "canary": 1 }""");
        Assert.Equal(202, started.Status);
        return started.Location!;
    }
}
