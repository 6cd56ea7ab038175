using System.Net;
using System.Text;
using JobScheduler.Api.Http;
using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Http;

[Collection(HostCollection.Name)]
public sealed class BodyTests(TestHost host)
{
    private const string Job = "/api/v1/jobs/body";

    [Theory]
    [InlineData("", "$")]
    [InlineData("null", "$")]
    [InlineData("[]", "$")]
    [InlineData("\"text\"", "$")]
    [InlineData("{", "$")]
    [InlineData("{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, }", "$")]
    [InlineData("{ /* comment */ }", "$")]
    [InlineData("{} {}", "$")]
    [InlineData("{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, \"name\": \"a\", \"name\": \"b\" }", "name")]
    [InlineData(
        "{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, \"input\": { \"a\": [ { \"b\": 1, \"b\": 2 } ] } }",
        "input.a[0].b")]
    [InlineData("{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, \"name\": \"\\ud800\" }", "name")]
    [InlineData("{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, \"\\ud800\": 1 }", "$")]
    [InlineData("{ }", "target")]
    [InlineData("{ \"target\": { \"name\": \"echo\" } }", "target.type")]
    [InlineData("{ \"target\": { \"type\": \"process\", \"file\": \"sh\" } }", "target.type")]
    [InlineData("{ \"target\": { \"type\": \"handler\", \"name\": \"echo\", \"url\": \"x\" } }", "target.url")]
    [InlineData(
        "{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, \"retry\": { \"maxAttempts\": 99999999999 } }",
        "retry.maxAttempts")]
    [InlineData("{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, \"retry\": { \"factor\": 1e999 } }", "retry.factor")]
    [InlineData("{ \"target\": { \"type\": \"handler\", \"name\": \"echo\" }, \"retention\": \"P1Y\" }", "retention")]
    public async Task Put_bodyOfWrongShape_400NamesThePlace(string body, string field)
    {
        var answer = await host.SendAsync("PUT", Job, body);
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Theory]
    [InlineData(32, 404)]
    [InlineData(33, 400)]
    public async Task Post_depth_atMost32(int depth, int status)
    {
        // The object around the input is one of them; a good body finds no such job.
        var input = new string('[', depth - 1) + new string(']', depth - 1);
        Assert.Equal(status, (await host.SendAsync("POST", "/api/v1/jobs/nobody/runs", $$"""{ "input": {{input}} }""")).Status);
    }

    [Theory]
    [InlineData("PUT", Job, BodyLimits.Usual)]
    [InlineData("POST", "/api/v1/runs", BodyLimits.Run)]
    [InlineData("POST", "/api/v1/runs/bulk", BodyLimits.Bulk)]
    public async Task Send_moreThanTheLimit_413(string method, string path, int limit)
    {
        Assert.Equal(413, (await host.SendAsync(method, path, new string(' ', limit + 1))).Status);
        Assert.Equal(400, (await host.SendAsync(method, path, new string(' ', limit))).Status);
    }

    [Fact]
    public async Task Send_moreThanTheLimitWithoutSayingSo_413()
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Put, Job) { Content = new StreamContent(new MemoryStream(new byte[BodyLimits.Usual + 1])) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/merge-patch+json")]
    public async Task Put_otherContentType_415SaysWhich(string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Job) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/json", (await Answer.OfAsync(response))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_mergePatchContentType_taken()
    {
        await host.SendAsync("PUT", Job, """{ "target": { "type": "handler", "name": "echo" } }""");
        using var request = new HttpRequestMessage(HttpMethod.Patch, Job)
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/merge-patch+json"),
        };
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Put_notUtf8_400()
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Put, Job) { Content = new ByteArrayContent([.. "{ \"name\": \""u8, 0xE9, .. "\" }"u8]) };
        request.Content.Headers.ContentType = new("application/json");
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
