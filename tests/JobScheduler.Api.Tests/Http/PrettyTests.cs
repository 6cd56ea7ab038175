using System.Text.RegularExpressions;
using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Http;

/// <summary>The query parameter <c>pretty</c>, over all kinds of answers.</summary>
[Collection(HostCollection.Name)]
public sealed partial class PrettyTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";
    private const string Delay = """{ "target": { "type": "handler", "name": "delay" }, "input": { "for": "1ms" } }""";
    private const string Numbers = """{"a": 1.10,"b":[1e400 ,-0],"c":"\u00e9\/","d":{ }}""";

    public static TheoryData<string, string> Described => [.. ApiRoutes.All
        .Where(route => route.Description is not null).Select(route => (route.Method, route.Pattern))];

    [Theory]
    [InlineData("GET", "/api/v1/jobs/pretty", 200)]
    [InlineData("GET", "/api/v1/jobs/pretty/versions", 200)]
    [InlineData("GET", "/api/v1/jobs?limit=1", 200)]
    [InlineData("GET", "/api/v1/auth/me", 200)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("PUT", "/api/v1/jobs/pretty", 200, Echo)]
    [InlineData("PUT", "/api/v1/jobs/pretty", 400, "{")]
    [InlineData("PUT", "/api/v1/jobs/pretty", 422, """{ "target": { "type": "handler", "name": "nobody" } }""")]
    [InlineData("GET", "/api/v1/jobs/pretty?stat=failed", 400)]
    [InlineData("GET", "/api/v1/jobs/nobody", 404)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("POST", "/health/live", 405)]
    public async Task Pretty_ofJson_isTheSameIndented(string method, string path, int status, string? body = null)
    {
        await host.SendAsync("PUT", "/api/v1/jobs/pretty", Echo);
        var compact = await host.SendAsync(method, path, body);
        var pretty = await host.SendAsync(method, path + (path.Contains('?', StringComparison.Ordinal) ? "&pretty" : "?pretty"), body);
        Assert.Equal((status, status), (compact.Status, pretty.Status));
        Assert.Equal((compact.ContentType, compact.ETag is null), (pretty.ContentType, pretty.ETag is null));
        Assert.Equal(Stable(JsonIndenterTests.Indent(compact.Text)), Stable(pretty.Text));
        Assert.StartsWith("{\n  \"", pretty.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', compact.Text);
    }

    [Fact]
    public async Task Pretty_withoutCredentials_401Indented()
    {
        using var response = await host.Anonymous.GetAsync("/api/v1/jobs?pretty", TestContext.Current.CancellationToken);
        var answer = await Answer.OfAsync(response);
        Assert.Equal(401, answer.Status);
        Assert.StartsWith("{\n  \"type\": ", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pretty", true)]
    [InlineData("pretty=", true)]
    [InlineData("pretty=true", true)]
    [InlineData("pretty=false", false)]
    public async Task Pretty_value_turnsItOnOrOff(string query, bool indented) =>
        Assert.Equal(indented, (await host.SendAsync("GET", $"/health/live?{query}")).Text.StartsWith("{\n  ", StringComparison.Ordinal));

    [Theory]
    [InlineData("pretty=yes")]
    [InlineData("pretty=1")]
    [InlineData("pretty=TRUE")]
    [InlineData("pretty&pretty")]
    public async Task Pretty_otherValue_400(string query)
    {
        var answer = await host.SendAsync("GET", $"/health/live?{query}");
        Assert.Equal((400, "pretty"), (answer.Status, string.Join(' ', answer.Fields)));
    }

    [Theory]
    [MemberData(nameof(Described))]
    public async Task Pretty_onEveryDescribedRoute_isReadBeforeAnythingElse(string method, string pattern)
    {
        var answer = await host.SendAsync(method, $"{pattern}?pretty=maybe");
        Assert.Equal((400, "pretty"), (answer.Status, string.Join(' ', answer.Fields)));
    }

    [Fact]
    public async Task Pretty_ofARun_leavesNumbersAndEscapesOfItsInput()
    {
        var accepted = await host.SendAsync(
            "POST", "/api/v1/runs?pretty", $$"""{ "target": { "type": "handler", "name": "echo" }, "input": {{Numbers}} }""");
        Assert.Contains(
            "\n  \"input\": {\n    \"a\": 1.10,\n    \"b\": [\n      1e400,\n      -0\n    ],\n"
                + "    \"c\": \"\\u00e9\\/\",\n    \"d\": {}\n  },\n",
            accepted.Text,
            StringComparison.Ordinal);
        var ended = await host.SendAsync("GET", accepted.Location + "?wait=30s&pretty");
        Assert.Contains("\n  \"result\": {\n    \"a\": 1.10,\n    \"b\": [\n      1e400,\n", ended.Text, StringComparison.Ordinal);
        Assert.Equal(Numbers, (await host.SendAsync("GET", accepted.Location + "/result?pretty")).Text);
    }

    [Fact]
    public async Task Pretty_ofWhatIsNotJsonOfARoute_changesNothing()
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Delay);
        await host.SendAsync("GET", run.Location + "?wait=30s");
        Assert.Equal(
            (await host.SendAsync("GET", run.Location + "/logs?follow=true")).Text,
            (await host.SendAsync("GET", run.Location + "/logs?follow=true&pretty")).Text);
        Assert.Equal(
            (await host.SendAsync("GET", "/openapi/v1.json")).Text, (await host.SendAsync("GET", "/openapi/v1.json?pretty")).Text);
        await host.SendAsync("PUT", "/api/v1/jobs/pretty-deleted", Echo);
        var deleted = await host.SendAsync("DELETE", "/api/v1/jobs/pretty-deleted?pretty");
        Assert.Equal((204, ""), (deleted.Status, deleted.Text));
    }

    [Fact]
    public async Task Pretty_ofHead_hasTheLengthOfTheIndented()
    {
        var get = await host.SendAsync("GET", "/health/live?pretty");
        var head = await host.SendAsync("HEAD", "/health/live?pretty");
        Assert.Equal(("", get.Headers["Content-Length"]), (head.Text, head.Headers["Content-Length"]));
        Assert.Equal("{\n  \"status\": \"live\"\n}\n", get.Text);
    }

    /// <summary>Without what differs from request to request.</summary>
    private static string Stable(string text) => Varying().Replace(text, "*");

    [GeneratedRegex("(?<=\"traceId\": \")[^\"]+|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|(?<=\"(jobV|v)ersion\": )\\d+")]
    private static partial Regex Varying();
}
