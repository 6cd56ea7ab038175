using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Http;

/// <summary>Conditional requests (RFC 9110, 13) on whatever has an ETag.</summary>
[Collection(HostCollection.Name)]
public sealed class ConditionTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";
    private const string Daily = """{ "spec": { "type": "cron", "cron": "0 4 * * *" } }""";

    public static TheoryData<string> Tagged =>
    [
        "/api/v1/jobs/conditional", "/api/v1/jobs/conditional/versions/1", "/api/v1/jobs/conditional/schedules/daily",
        "/api/v1/calendars/conditional", "/openapi/v1.json", "/reference", "/reference/reference.js", "/reference/icon.svg",
    ];

    [Theory]
    [MemberData(nameof(Tagged))]
    public async Task Get_ifNoneMatch_304WithTheETagAndWithoutABody(string path)
    {
        var etag = await TagAsync(path);

        foreach (var known in new[] { etag, "W/" + etag, $"\"other\", {etag}", $"\"other\",W/{etag} , \"third\"", "*" })
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                var answer = await host.SendAsync(method, path, null, ("If-None-Match", known));
                Assert.True(answer is { Status: 304, Text: "" } && answer.ETag == etag, $"{method} {known}: {answer.Status} {answer.ETag}");
            }
        }

        foreach (var unknown in new[] { "\"other\"", etag.Trim('"'), "", "*, *", $"{etag} {etag}" })
        {
            Assert.Equal(200, (await host.SendAsync("GET", path, null, ("If-None-Match", unknown))).Status);
            Assert.Equal(200, (await host.SendAsync("HEAD", path, null, ("If-None-Match", unknown))).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Tagged))]
    public async Task Get_ifMatch_isJudgedFirstAndStrongly(string path)
    {
        var etag = await TagAsync(path);

        Assert.Equal(200, (await host.SendAsync("GET", path, null, ("If-Match", etag))).Status);
        Assert.Equal(200, (await host.SendAsync("GET", path, null, ("If-Match", $"\"other\", {etag}"))).Status);
        Assert.Equal(200, (await host.SendAsync("GET", path, null, ("If-Match", "*"))).Status);
        Assert.Equal(304, (await host.SendAsync("GET", path, null, ("If-Match", etag), ("If-None-Match", etag))).Status);
        Assert.Equal(412, (await host.SendAsync("GET", path, null, ("If-Match", "W/" + etag))).Status);
        Assert.Equal(412, (await host.SendAsync("HEAD", path, null, ("If-Match", "\"other\""))).Status);
        Assert.Equal(412, (await host.SendAsync("GET", path, null, ("If-Match", "\"other\""), ("If-None-Match", etag))).Status);
        Assert.Equal(400, (await host.SendAsync("GET", path, null, ("If-Match", etag.Trim('"')))).Status);
    }

    [Theory]
    [InlineData("/api/v1/jobs/written", Echo)]
    [InlineData("/api/v1/jobs/conditional/schedules/written", Daily)]
    [InlineData("/api/v1/calendars/written", """{ "dates": ["2031-12-25"] }""")]
    public async Task Write_conditions_holdOrAre412(string path, string body)
    {
        await SeedAsync();
        Assert.Equal(412, (await host.SendAsync("PUT", path, body, ("If-Match", "*"))).Status);
        Assert.Equal(412, (await host.SendAsync("PUT", path, body, ("If-Match", "\"a\", \"b\""))).Status);
        Assert.Equal(201, (await host.SendAsync("PUT", path, body, ("If-None-Match", "\"a\", W/\"b\""))).Status);
        var etag = await ETagAsync();

        Assert.Equal(412, (await host.SendAsync("PUT", path, body, ("If-None-Match", $"\"a\", W/{etag}"))).Status);
        Assert.Equal(412, (await host.SendAsync("PUT", path, body, ("If-Match", etag), ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await host.SendAsync("PUT", path, body, ("If-Match", $"W/{etag}"))).Status);
        Assert.Equal(200, (await host.SendAsync("PUT", path, body, ("If-Match", $"\"a\", {etag}, \"b\""))).Status);
        etag = await ETagAsync();
        Assert.Equal(200, (await host.SendAsync("PUT", path, body, ("If-Match", etag), ("If-None-Match", "\"a\""))).Status);
        foreach (var (name, value) in new[] { ("If-Match", "a"), ("If-Match", ""), ("If-None-Match", "\"a"), ("If-None-Match", "*, *") })
        {
            Assert.Equal(400, (await host.SendAsync("PUT", path, body, (name, value))).Status);
            Assert.Equal(400, (await host.SendAsync("DELETE", path, null, (name, value))).Status);
        }

        etag = await ETagAsync();
        Assert.Equal(412, (await host.SendAsync("DELETE", path, null, ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await host.SendAsync("DELETE", path, null, ("If-Match", "\"a\", \"b\""))).Status);
        Assert.Equal(204, (await host.SendAsync("DELETE", path, null, ("If-Match", $"\"a\", {etag}"))).Status);
        Assert.Equal(404, (await host.SendAsync("DELETE", path, null, ("If-Match", "*"))).Status);

        async Task<string> ETagAsync() => (await host.SendAsync("GET", path)).ETag!;
    }

    [Theory]
    [InlineData("/api/v1/jobs/many-writers", Echo)]
    [InlineData("/api/v1/jobs/conditional/schedules/many-writers", Daily)]
    [InlineData("/api/v1/calendars/many-writers", null)]
    public async Task Write_manyAtOnceWithoutACondition_allTakeEffect(string path, string? patchable)
    {
        await SeedAsync();
        var bodies = Enumerable.Range(0, 50).Select(i =>
            patchable?.Insert(1, $"\"input\": {i},") ?? $$"""{ "dates": ["2031-12-{{(i % 28) + 1:00}}"] }""");
        var puts = await Task.WhenAll(bodies.Select(body => host.SendAsync("PUT", path, body)));
        Assert.Single(puts, put => put.Status == 201);
        Assert.Equal(49, puts.Count(put => put.Status == 200));
        if (patchable is null)
        {
            return;
        }

        await host.SendAsync("PATCH", path, """{ "input": null }""");
        var patches = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            host.SendAsync("PATCH", path, $$"""{ "input": { "m{{i}}": {{i}} } }""")));
        Assert.All(patches, patch => Assert.Equal(200, patch.Status));
        var input = (await host.SendAsync("GET", path)).Json["input"]!.AsObject();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"m{i}").Order(), input.Select(member => member.Key).Order());

        string[] actions = ["pause", "resume", "pause", "resume"];
        var pauses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.SendAsync("POST", $"{path}/{actions[i % 4]}", "{}")));
        Assert.All(pauses, pause => Assert.Equal(200, pause.Status));
    }

    private async Task<string> TagAsync(string path)
    {
        await SeedAsync();
        var answer = await host.SendAsync("GET", path);
        Assert.Equal(200, answer.Status);
        Assert.Equal(answer.ETag, (await host.SendAsync("HEAD", path)).ETag);
        return answer.ETag!;
    }

    private async Task SeedAsync()
    {
        await SeedAsync("/api/v1/jobs/conditional", Echo);
        await SeedAsync("/api/v1/jobs/conditional/schedules/daily", Daily);
        await SeedAsync("/api/v1/calendars/conditional", """{ "dates": ["2031-12-25"] }""");
    }

    private async Task SeedAsync(string path, string body) => await host.SendAsync("PUT", path, body, ("If-None-Match", "*"));
}
