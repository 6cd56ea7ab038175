using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Groups;

[Collection(HostCollection.Name)]
public sealed class GroupTests(TestHost host)
{
    [Fact]
    public async Task Put_newGroup_201AndWhatGetShowsCanBePut()
    {
        const string Path = "/api/v1/groups/group-new";
        var made = await host.SendAsync("PUT", Path, """{ "max": 5 }""");
        Assert.Equal((201, Path), (made.Status, made.Location));
        Assert.Equal(("group-new", "administrator"), (made["id"], made["createdBy"]));
        Assert.Equal(5, made.Json["max"]!.GetValue<int>());
        Assert.Equal("[]", made.Json["holders"]!.ToJsonString());
        Assert.Equal(0, made.Json["waiting"]!.GetValue<int>());
        var read = await host.SendAsync("GET", Path);
        Assert.Equal((made.ETag, made.Text), (read.ETag, read.Text));
        Assert.Equal(200, (await host.SendAsync("PUT", Path, read.Text, ("If-Match", read.ETag!))).Status);
        Assert.Contains("group-new", (await host.SendAsync("GET", "/api/v1/groups?limit=1000")).Text, StringComparison.Ordinal);
        Assert.Equal(204, (await host.SendAsync("DELETE", Path)).Status);
        Assert.Equal(404, (await host.SendAsync("GET", Path)).Status);
    }

    [Theory]
    [InlineData("""{ "max": 0 }""", 422, "max")]
    [InlineData("""{ "max": 1001 }""", 422, "max")]
    [InlineData("""{ }""", 400, "max")]
    [InlineData("""{ "max": 1.5 }""", 400, "max")]
    [InlineData("""{ "max": 1, "id": "other" }""", 422, "id")]
    [InlineData("""{ "max": 1, "rate": "1/s" }""", 400, "rate")]
    public async Task Put_badGroup_refusedWithItsField(string body, int status, string field)
    {
        var answer = await host.SendAsync("PUT", "/api/v1/groups/group-bad", body);
        Assert.Equal(status, answer.Status);
        Assert.Single(answer.Errors(field));
    }

    [Fact]
    public async Task Put_jobOfAGroupThatDoesNotExist_422SaysHowToMakeIt()
    {
        var answer = await host.SendAsync(
            "PUT",
            "/api/v1/jobs/group-none",
            """{ "target": { "type": "handler", "name": "echo" }, "concurrency": { "group": "no-such-group" } }""");
        Assert.Equal(422, answer.Status);
        Assert.Contains("PUT /groups/no-such-group", Assert.Single(answer.Errors("concurrency.group")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_group_showsWhoHasItsPlacesAndWhoWaits_andDeleteIsRefusedMeanwhile()
    {
        const string Path = "/api/v1/groups/group-used";
        await host.SendAsync("PUT", Path, """{ "max": 1 }""");
        await host.SendAsync(
            "PUT",
            "/api/v1/jobs/group-user",
            """
            { "target": { "type": "handler", "name": "delay" }, "input": { "for": "10m" }, "concurrency": { "group": "group-used" } }
            """);
        var first = await SubmitAsync();
        await UntilAsync(first, "running");
        var second = await SubmitAsync();
        var why = await WhyAsync(second, "group");
        var used = await host.SendAsync("GET", Path);
        var deleted = await host.SendAsync("DELETE", Path);
        await host.SendAsync("POST", $"/api/v1/runs/{first}/cancel");
        await UntilAsync(second, "running");
        await host.SendAsync("POST", $"/api/v1/runs/{second}/cancel");
        await UntilAsync(second, "canceled");

        Assert.Equal(first, used.Json["holders"]![0]!["runId"]!.GetValue<string>());
        Assert.Equal(second, used.Json["waiters"]![0]!.GetValue<string>());
        Assert.Equal(409, deleted.Status);
        Assert.Equal(1, why["position"]!.GetValue<int>());
        Assert.Equal(first, why["blockers"]![0]!["heldBy"]![0]!.GetValue<string>());
    }

    private async Task<string> SubmitAsync() =>
        (await host.SendAsync("POST", "/api/v1/jobs/group-user/runs", "{}")).Json["id"]!.GetValue<string>();

    private async Task<System.Text.Json.Nodes.JsonObject> WhyAsync(string run, string kind)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var why = (await host.SendAsync("GET", $"/api/v1/runs/{run}/why")).Json.AsObject();
            if (why["blockers"]?.AsArray().FirstOrDefault()?["kind"]?.GetValue<string>() == kind)
            {
                return why;
            }
        }
    }

    private async Task UntilAsync(string run, string state)
    {
        while ((await host.SendAsync("GET", $"/api/v1/runs/{run}?wait=1s"))["state"] != state)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
