using System.Text;
using JobScheduler.Runs;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

public sealed class HttpTargetAnswerTests
{
    [Fact]
    public async Task Invoke_success_returnsBodyAndType()
    {
        var content = await SucceedAsync(Reply(200, """{"rows":3}""", "Content-Type: application/json; charset=utf-8\r\n"));
        Assert.Equal("application/json; charset=utf-8", content!.ContentType);
        Assert.Equal("""{"rows":3}""", Encoding.UTF8.GetString(content.Bytes.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: not a type\r\n")]
    [InlineData("Content-Type: text/plain\r\nContent-Encoding: gzip\r\n")]
    public async Task Invoke_successOfUnclearType_returnsBytes(string headers) =>
        Assert.Equal("application/octet-stream", (await SucceedAsync(Reply(200, "abc", headers)))!.ContentType);

    [Fact]
    public async Task Invoke_successWithoutBody_hasNoResult() => Assert.Null(await SucceedAsync(Reply(204)));

    [Fact]
    public async Task Invoke_statusOutsideSuccessStatus_isFailureWithStatusAndExcerpt()
    {
        var failed = await FailAsync(Reply(404, "no such \u001b[31mreport", "Content-Type: text/plain\r\n"));
        Assert.Equal(("http:404", true, null), (failed.Error.Type, failed.Retryable, failed.RetryAfter));
        Assert.Matches(@"^127\.0\.0\.1:\d+ answered 404: no such  \[31mreport$", failed.Error.Message);
    }

    [Fact]
    public async Task Invoke_failureWithLongText_isCut()
    {
        var failed = await FailAsync(Reply(500, new string('x', 100_000), "Content-Type: application/problem+json\r\n"));
        Assert.EndsWith($": {new string('x', 500)}…", failed.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: image/png\r\n")]
    [InlineData("Content-Type: text/plain\r\nContent-Encoding: gzip\r\n")]
    [InlineData("")]
    public async Task Invoke_failureWithoutText_hasOnlyItsStatus(string headers) =>
        Assert.EndsWith("answered 500", (await FailAsync(Reply(500, "abc", headers))).Error.Message, StringComparison.Ordinal);

    [Fact]
    public async Task Invoke_customSuccessStatus_decides()
    {
        await using var server = Answering(request => Reply(request.Path == "/a" ? 404 : 200));
        using var bench = new InvokerBench();
        await bench.SucceedAsync(new HttpTarget { Url = server.Url("/a"), SuccessStatus = "404" });
        Assert.Equal("http:200", (await bench.FailAsync(new HttpTarget { Url = server.Url("/b"), SuccessStatus = "404" })).Error.Type);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "0", 0)]
    [InlineData(500, "7", 7)]
    [InlineData(429, "Tue, 01 Dec 2026 06:31:30 GMT", 90)]
    [InlineData(503, "Tue, 01 Dec 2026 06:29:00 GMT", 0)]
    public async Task Invoke_retryAfter_isPassedOn(int status, string value, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await FailAsync(Reply(status, "", $"Retry-After: {value}\r\n"))).RetryAfter);

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    public async Task Invoke_senselessRetryAfter_isIgnored(string value) =>
        Assert.Null((await FailAsync(Reply(503, "", $"Retry-After: {value}\r\n"))).RetryAfter);

    [Theory]
    [InlineData("Retry-After: 2147483648\r\n")]
    [InlineData("Retry-After: 99999999999999999999\r\n")]
    [InlineData("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n")]
    [InlineData("Retry-After: 5\r\nRetry-After: 4294967296\r\n")]
    public async Task Invoke_hugeRetryAfter_waitsForThePolicysLongestDelay(string headers)
    {
        var failed = await FailAsync(Reply(503, "", headers));

        var policy = new RetryPolicy { InitialDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromMinutes(10) };
        Assert.Equal(TimeSpan.FromMinutes(10), RetryDelay.Next(policy, 1, failed.RetryAfter, 0.5));
    }

    [Fact]
    public async Task Invoke_bodyDeclaredTooLarge_failsWithoutReadingIt()
    {
        await using var server = Streaming(async (stream, stop) =>
        {
            await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {ResultContent.Largest + 1}\r\n\r\n", stop);
            await new TaskCompletionSource().Task.WaitAsync(stop);
        });
        using var bench = new InvokerBench();
        var failed = await bench.FailAsync(new HttpTarget { Url = server.Url() });
        Assert.Equal(("result:tooLarge", false), (failed.Error.Type, failed.Retryable));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Invoke_bodyOfUndeclaredLength_isReadUpToTheLimit(int beyond, bool succeeds)
    {
        await using var server = Streaming(async (stream, stop) =>
        {
            await WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", stop);
            await stream.WriteAsync(new byte[ResultContent.Largest + beyond], stop);
        });
        using var bench = new InvokerBench();
        var outcome = await bench.InvokeAsync(new HttpTarget { Url = server.Url() });
        if (succeeds)
        {
            Assert.Equal(ResultContent.Largest, Assert.IsType<TargetOutcome.Succeeded>(outcome).Content!.Bytes.Length);
        }
        else
        {
            Assert.Equal("result:tooLarge", Assert.IsType<TargetOutcome.Failed>(outcome).Error.Type);
        }
    }

    [Fact]
    public async Task Invoke_endlessBody_failsAtTheLimit()
    {
        await using var server = Streaming(async (stream, stop) =>
        {
            await WriteAsync(stream, "HTTP/1.1 200 OK\r\n\r\n", stop);
            while (true)
            {
                await stream.WriteAsync(new byte[64 * 1024], stop);
            }
        });
        using var bench = new InvokerBench();
        Assert.Equal("result:tooLarge", (await bench.FailAsync(new HttpTarget { Url = server.Url() })).Error.Type);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")]
    [InlineData("HTTP/1.1 500 Error\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nabc")]
    public async Task Invoke_cancelledWhileTheTargetHangs_throwsCanceled(string sent)
    {
        var arrived = new TaskCompletionSource();
        await using var server = Streaming(async (stream, stop) =>
        {
            await WriteAsync(stream, sent, stop);
            arrived.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(stop);
        });
        using var bench = new InvokerBench();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var invoking = bench.InvokeAsync(new HttpTarget { Url = server.Url() }, cancellation: cancel.Token);
        await (sent.Length > 0 ? bench.Answered : arrived.Task);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoking);
    }

    [Fact]
    public async Task Invoke_failureWhoseTextHangs_keepsItsStatus()
    {
        await using var server = Streaming(async (stream, stop) =>
        {
            await WriteAsync(
                stream, "HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\nRetry-After: 5\r\nContent-Length: 100\r\n\r\nabc", stop);
            await new TaskCompletionSource().Task.WaitAsync(stop);
        });
        using var bench = new InvokerBench();
        var invoking = bench.FailAsync(new HttpTarget { Url = server.Url() });
        await bench.Answered;
        while (!invoking.IsCompleted)
        {
            // The reader's timer starts at a moment that the test cannot see: the clock is moved until it rings.
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var failed = await invoking;
        Assert.Equal(("http:503", TimeSpan.FromSeconds(5)), (failed.Error.Type, failed.RetryAfter));
    }

    [Theory]
    [InlineData("", "ended the connection")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "ended the connection")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n\r\n", "did not answer in HTTP")]
    public async Task Invoke_brokenAnswer_isAConnectionFailure(string sent, string message)
    {
        var failed = await FailAsync(sent);
        Assert.Equal(("connection", true), (failed.Error.Type, failed.Retryable));
        Assert.Contains(message, failed.Error.Message, StringComparison.Ordinal);
    }

    private static Task WriteAsync(Stream stream, string text, CancellationToken stop) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop).AsTask();

    private static async Task<ResultContent?> SucceedAsync(string reply)
    {
        await using var server = Answering(_ => reply);
        using var bench = new InvokerBench();
        return await bench.SucceedAsync(new HttpTarget { Url = server.Url() });
    }

    private static async Task<TargetOutcome.Failed> FailAsync(string reply)
    {
        await using var server = Answering(_ => reply);
        using var bench = new InvokerBench();
        return await bench.FailAsync(new HttpTarget { Url = server.Url() });
    }
}
