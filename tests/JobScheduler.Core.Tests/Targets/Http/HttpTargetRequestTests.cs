using System.Diagnostics;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

public sealed class HttpTargetRequestTests
{
    [Fact]
    public async Task Invoke_post_sendsInputAndTellsTheAttempt()
    {
        var request = await SentAsync(
            new HttpTarget { Url = "/report?day=1", Headers = Headers(("X-Kind", "nightly")) }, """{"day": "yesterday"}""");

        Assert.Equal("POST /report?day=1 HTTP/1.1", request.Line);
        Assert.Equal("""{"day": "yesterday"}""", request.Body);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal("nightly", request.Header("X-Kind"));
        Assert.Equal("JobScheduler", request.Header("User-Agent"));
        Assert.Equal("03-0123", request.Header("Idempotency-Key"));
        Assert.Equal("03-0123", request.Header("JobScheduler-Run"));
        Assert.Equal("nightly", request.Header("JobScheduler-Job"));
        Assert.Equal("2", request.Header("JobScheduler-Attempt"));
        Assert.Equal("7", request.Header("JobScheduler-Fence"));
        Assert.Equal("2026-12-01T06:30:00.000Z", request.Header("JobScheduler-Nominal-Time"));
        Assert.Null(request.Header("JobScheduler-Token"));
    }

    [Theory]
    [InlineData("\"gr\\u00fcn\"", "grün", "text/plain; charset=utf-8")]
    [InlineData("{\"a\":1}", "{\"a\":1}", "application/json")]
    [InlineData("12345678901234567890", "12345678901234567890", "application/json")]
    [InlineData("\"\"", "", "text/plain; charset=utf-8")]
    public async Task Invoke_bodyGiven_isSentInPlaceOfTheInput(string body, string sent, string type)
    {
        var request = await SentAsync(new HttpTarget { Url = "/", Body = new RawJson(body) }, """{"input":true}""");
        Assert.Equal(sent, request.Body);
        Assert.Equal(type, request.Header("Content-Type"));
    }

    [Fact]
    public async Task Invoke_headersOfTheDefinition_goBeforeTheDefaults()
    {
        var request = await SentAsync(
            new HttpTarget
            {
                Url = "/",
                Method = "put",
                Body = new RawJson("\"<a/>\""),
                Headers = Headers(
                    ("content-type", "application/xml"), ("user-agent", "mine"), ("idempotency-key", "own"), ("Content-Language", "de")),
            });
        Assert.Equal("PUT", request.Method);
        Assert.Equal("application/xml", request.Header("Content-Type"));
        Assert.Equal("mine", request.Header("User-Agent"));
        Assert.Equal("own", request.Header("Idempotency-Key"));
        Assert.Equal("de", request.Header("Content-Language"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Invoke_getWithoutInput_hasNoBody(string method)
    {
        var request = await SentAsync(
            new HttpTarget { Url = "/", Method = method, Headers = Headers(("Content-Type", "application/json")) });
        Assert.Equal(method, request.Method);
        Assert.Null(request.Header("Content-Length"));
        Assert.Null(request.Header("Content-Type"));
        Assert.Null(request.Header("Transfer-Encoding"));
    }

    [Fact]
    public async Task Invoke_underAnActivity_passesItsIdAndNoBaggage()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("tenant", "secret").Start();
        activity.TraceStateString = "vendor=secret";
        var request = await SentAsync(new HttpTarget { Url = "/" });
        Assert.Equal(activity.Id, request.Header("traceparent"));
        Assert.DoesNotContain(request.Headers, header => header.Value.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invoke_withoutActivity_startsATrace()
    {
        Activity.Current = null;
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-00$", (await SentAsync(new HttpTarget { Url = "/" })).Header("traceparent"));
    }

    [Fact]
    public async Task Invoke_callback_sendsTheTokenAndIsTakenOnSuccess()
    {
        await using var server = Answering(_ => Reply(202, "ignored"));
        using var bench = new InvokerBench();
        Assert.IsType<TargetOutcome.Taken>(
            await bench.InvokeAsync(new HttpTarget { Url = server.Url(), Completion = HttpCompletion.Callback }));
        Assert.Equal("secret-of-attempt", server.Received[0].Header("JobScheduler-Token"));
    }

    [Fact]
    public async Task Invoke_callbackThatFails_isFailed()
    {
        await using var server = Answering(_ => Reply(500));
        using var bench = new InvokerBench();
        Assert.Equal(
            "http:500", (await bench.FailAsync(new HttpTarget { Url = server.Url(), Completion = HttpCompletion.Callback })).Error.Type);
    }

    [Theory]
    [InlineData("X-A", "b\r\nX-Injected: yes")]
    [InlineData("X-A\r\nX-Injected", "yes")]
    [InlineData("Host", "metadata.internal")]
    [InlineData("JobScheduler-Fence", "99")]
    [InlineData("Transfer-Encoding", "chunked")]
    public async Task Invoke_storedTargetWithForbiddenHeader_isRefusedAndSendsNothing(string name, string value)
    {
        await using var server = Answering(_ => Reply(200));
        using var bench = new InvokerBench();
        var failed = await bench.FailAsync(new HttpTarget { Url = server.Url(), Headers = Headers((name, value)) });
        Assert.Equal(("refused", false), (failed.Error.Type, failed.Retryable));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Invoke_otherTarget_isAnError()
    {
        using var bench = new InvokerBench();
        Assert.False(bench.Invoker.CanInvoke(new HandlerTarget { Name = "echo" }));
        var attempt = InvokerBench.Attempt(new HttpTarget { Url = "http://a" }) with { Target = new HandlerTarget { Name = "echo" } };
        await Assert.ThrowsAsync<ArgumentException>(() => bench.Invoker.InvokeAsync(attempt, TestContext.Current.CancellationToken));
    }

    private static async Task<ReceivedRequest> SentAsync(HttpTarget target, string? input = null)
    {
        await using var server = Answering(_ => Reply(204));
        using var bench = new InvokerBench();
        await bench.SucceedAsync(target with { Url = server.Url(target.Url) }, input);
        return Assert.Single(server.Received);
    }

    private static Dictionary<string, string> Headers(params (string Name, string Value)[] headers) =>
        headers.ToDictionary(h => h.Name, h => h.Value);
}
