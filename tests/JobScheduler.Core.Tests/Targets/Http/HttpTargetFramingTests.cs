using System.Text;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

/// <summary>Where the body of an answer ends: RFC 9112, 6.3 and RFC 9110, 8.6. The server writes raw bytes.</summary>
public sealed class HttpTargetFramingTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 10\r\n")]
    [InlineData("Content-Length: 10\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 0\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 5, 10\r\n")]
    [InlineData("Content-Length: 10, 5, 10\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: x\r\n")]
    [InlineData("Content-Length: 9223372036854775808\r\n")]
    [InlineData("Content-Length: 18446744073709551621\r\n")]
    [InlineData("Content-Length: 99999999999999999999999999999\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 18446744073709551621\r\n")]
    [InlineData("Content-Length: -5\r\n")]
    [InlineData("Content-Length: +5\r\n")]
    [InlineData("Content-Length: 0x5\r\n")]
    [InlineData("Content-Length: 5.0\r\n")]
    [InlineData("Content-Length: 5 5\r\n")]
    [InlineData("Content-Length: 5;\r\n")]
    [InlineData("Content-Length: five\r\n")]
    [InlineData("Content-Length: \r\n")]
    [InlineData("Content-Length: 5,\r\n")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n")]
    public async Task Invoke_endOfTheBodyUncertain_fails(string headers)
    {
        foreach (var body in new[] { "hello", "helloworld", "5\r\nhello\r\n0\r\n\r\n" })
        {
            foreach (var connection in new[] { "", "Connection: close\r\n" })
            {
                var failed = await FailAsync($"{Head}{headers}{connection}\r\n{body}");
                Assert.Equal(("connection", true), (failed.Error.Type, failed.Retryable));
                Assert.Matches(@"^127\.0\.0\.1:\d+ answered with .*(Content-Length|Transfer-Encoding)", failed.Error.Message);
            }
        }
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n")]
    [InlineData("Content-Length:5\r\n")]
    [InlineData("Content-Length: \t 5 \r\n")]
    [InlineData("Content-Length: 0000000000000000000005\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: 5, 5\r\n")]
    [InlineData("content-length: 5,05 ,5\r\nCONTENT-LENGTH: 5\r\n")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: identity\r\n")]
    public async Task Invoke_oneLength_isTheLength(string headers)
    {
        // What follows may be anything: another answer, on a connection that stays open.
        await using var server = Streaming(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"{Head}{headers}\r\nhelloworld"), stop);
            await new TaskCompletionSource().Task.WaitAsync(stop);
        });
        using var bench = new InvokerBench();
        Assert.Equal("hello", Encoding.UTF8.GetString((await bench.SucceedAsync(new HttpTarget { Url = server.Url() }))!.Bytes.Span));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: Chunked\r\n", "2;ext=1\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: 1\r\n\r\n")]
    [InlineData("", "hello")]
    public async Task Invoke_noLength_endsWithItsChunksOrItsConnection(string headers, string body) =>
        Assert.Equal("hello", await SucceedAsync($"{Head}{headers}\r\n{body}"));

    [Theory]
    [InlineData("Content-Length: 5\r\n", "hell")]
    [InlineData("Content-Length: 5, 5\r\n", "hell")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\nhell")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "10000000000000005\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n", "3\r\nhello\r\n0\r\n\r\n")]
    public async Task Invoke_bodyCutOff_fails(string headers, string body) =>
        Assert.Equal(("connection", true), await TypeAsync($"{Head}{headers}\r\n{body}"));

    [Fact]
    public async Task Invoke_chunksInHttp10_fails() =>
        Assert.Equal(("connection", true), await TypeAsync("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));

    [Fact]
    public async Task Invoke_redirectOrTakenWithAnUncertainEnd_fails()
    {
        const string lengths = "Content-Length: 0\r\nContent-Length: 5\r\n";
        Assert.Equal(("connection", true), await TypeAsync($"HTTP/1.1 302 Found\r\nLocation: /next\r\n{lengths}\r\nhello"));
        await using var server = Answering(_ => $"HTTP/1.1 202 Accepted\r\n{lengths}\r\nhello");
        using var bench = new InvokerBench();
        var taken = await bench.FailAsync(new HttpTarget { Url = server.Url(), Completion = HttpCompletion.Callback });
        Assert.Equal("connection", taken.Error.Type);
    }

    [Fact]
    public async Task Invoke_failureWithAnUncertainEnd_keepsItsStatus() =>
        Assert.Equal(("http:500", true), await TypeAsync("HTTP/1.1 500 No\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nhello"));

    [Fact]
    public async Task Invoke_answerWithoutABody_hasNoEndToFind()
    {
        await using var server = Answering(request => request.Method == "HEAD"
            ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"
            : "HTTP/1.1 204 No Content\r\nContent-Length: x\r\n\r\n");
        using var bench = new InvokerBench();
        Assert.Null(await bench.SucceedAsync(new HttpTarget { Url = server.Url(), Method = "HEAD" }));
        Assert.Null(await bench.SucceedAsync(new HttpTarget { Url = server.Url() }));
    }

    [Theory]
    [InlineData("Content-Length: {0}hunter22hunter22\r\n")]
    [InlineData("Content-Length: {0}hunter22\r\nContent-Length: 5\r\n")]
    [InlineData("Transfer-Encoding: {0}hunter22hunter22\r\n")]
    public async Task Invoke_secretInALengthThatIsCut_leavesNoBeginningOfIt(string headers)
    {
        for (var before = 36; before < 52; before++)
        {
            var head = string.Format(System.Globalization.CultureInfo.InvariantCulture, headers, new string('5', before));
            await using var server = Answering(_ => $"{Head}{head}\r\n");
            using var bench = new InvokerBench();
            var failed = await bench.FailAsync(new HttpTarget
            {
                Url = server.Url(),
                Headers = new Dictionary<string, string> { ["X-Key"] = "hunter22" },
            });
            Assert.Equal("connection", failed.Error.Type);
            Assert.DoesNotContain("5h", failed.Error.Message, StringComparison.Ordinal);
            Assert.Contains("55555", failed.Error.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<string> SucceedAsync(string reply)
    {
        await using var server = Answering(_ => reply);
        using var bench = new InvokerBench();
        return Encoding.UTF8.GetString((await bench.SucceedAsync(new HttpTarget { Url = server.Url() }))!.Bytes.Span);
    }

    private static async Task<(string Type, bool Retryable)> TypeAsync(string reply)
    {
        var failed = await FailAsync(reply);
        return (failed.Error.Type, failed.Retryable);
    }

    private static async Task<TargetOutcome.Failed> FailAsync(string reply)
    {
        await using var server = Answering(_ => reply);
        using var bench = new InvokerBench();
        return await bench.FailAsync(new HttpTarget { Url = server.Url() });
    }
}
