using System.Text;
using Microsoft.Extensions.Logging;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

/// <summary>What a target repeats of its request, wherever text of it is kept.</summary>
public sealed class HttpTargetEchoTests
{
    private static readonly Dictionary<string, string> Headers = new()
    {
        ["Authorization"] = "Basic dXNlcjpodW50ZXIyMg==",
        ["X-Api-Key"] = "s3cret",
    };

    [Fact]
    public async Task Invoke_answerThatEchoesTheRequest_isKeptWithoutSecrets()
    {
        await using var server = Answering(request => Reply(
            500,
            string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}").Prepend(request.Line).Append("hunter22")),
            "Content-Type: text/plain\r\n"));
        using var bench = new InvokerBench();

        var failed = await bench.FailAsync(Target(server) with { Completion = HttpCompletion.Callback });

        Assert.DoesNotContain("s3cret", failed.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", failed.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("dXNlcj", failed.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("of-attempt", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("Authorization: ***", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("JobScheduler-Run: 03-0123", failed.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(490)]
    [InlineData(497)]
    [InlineData(3997)]
    public async Task Invoke_secretAcrossTheEndOfTheExcerpt_leavesNoBeginningOfIt(int before)
    {
        await using var server = Answering(
            _ => Reply(500, new string('x', before) + "s3cret" + new string('x', 9000), "Content-Type: text/plain\r\n"));
        using var bench = new InvokerBench();
        var message = (await bench.FailAsync(Target(server))).Error.Message;
        Assert.DoesNotContain("s3", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_manySecretsBeforeTheEndOfWhatIsRead_leaveNoBeginningOfTheLast()
    {
        // Masked they are so short that the end of what was read comes into the excerpt.
        var key = new string('k', 90) + "0123456789";
        await using var server = Answering(_ => Reply(
            500, string.Concat(Enumerable.Repeat(key + ".", 100)), "Content-Type: text/plain\r\n"));
        using var bench = new InvokerBench();
        var message = (await bench.FailAsync(
            new HttpTarget { Url = server.Url(), Headers = new Dictionary<string, string> { ["X-Key"] = key } })).Error.Message;
        Assert.DoesNotContain("kk", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_bodyThatStopsInTheSecret_leavesNoBeginningOfIt()
    {
        await using var server = Answering(_ => "HTTP/1.1 500 X\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nkey s3cr");
        using var bench = new InvokerBench();
        Assert.EndsWith(" answered 500: key ***", (await bench.FailAsync(Target(server))).Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16", "utf-8")]
    [InlineData("utf-16BE", "utf-16be")]
    [InlineData("iso-8859-1", "latin1")]
    public async Task Invoke_echoInAnotherEncoding_isMasked(string encoding, string charset)
    {
        var body = Encoding.Latin1.GetString(Encoding.GetEncoding(encoding).GetBytes("key s3cret"));
        await using var server = Answering(_ => Reply(500, body, $"Content-Type: text/plain; charset={charset}\r\n"));
        using var bench = new InvokerBench();
        var letters = (await bench.FailAsync(Target(server))).Error.Message.Where(char.IsAsciiLetterOrDigit);
        Assert.DoesNotContain("s3cret", string.Concat(letters), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: s3cret\r\n\r\n", "connection")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: s3cret\r\n\r\n", "connection")]
    [InlineData("HTTP/1.1 302 X\r\nLocation: http://s3cret.example/\r\nContent-Length: 0\r\n\r\n", "connection")]
    [InlineData("HTTP/1.1 302 X\r\nLocation: http://s3cret.inside.example/\r\nContent-Length: 0\r\n\r\n", "refused")]
    [InlineData("HTTP/1.1 302 X\r\nLocation: http://u:s3cret@example.com/\r\nContent-Length: 0\r\n\r\n", "refused")]
    public async Task Invoke_headerThatEchoesASecret_isKeptWithoutIt(string answer, string type)
    {
        var log = new LogLines();
        await using var server = Answering(_ => answer);
        using var bench = new InvokerBench(new FakeNetwork().With("s3cret.inside.example", ["10.0.0.1"]), log: log);
        var failed = await bench.FailAsync(Target(server) with { Method = "GET" });
        Assert.Equal(type, failed.Error.Type);
        Assert.DoesNotContain("s3cret", failed.Error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(log.Lines, line => line.Contains("s3cret", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Invoke_redirectedAnswerThatEchoesTheFirstQuery_isMasked()
    {
        await using var server = Answering(request => request.Path.StartsWith("/?", StringComparison.Ordinal)
            ? Redirect(307, "/next?sig=fr3sh")
            : Reply(500, "was at /?code=qu3ry, is at /next?sig=fr3sh with s3cret", "Content-Type: text/plain\r\n"));
        using var bench = new InvokerBench();
        Assert.EndsWith(
            "was at /?***, is at /next?*** with ***", (await bench.FailAsync(Target(server))).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_resultThatEchoesASecret_isKeptAsItIs()
    {
        await using var server = Answering(_ => Reply(200, "s3cret", "Content-Type: text/plain\r\n"));
        using var bench = new InvokerBench();
        Assert.Equal("s3cret", Encoding.UTF8.GetString((await bench.SucceedAsync(Target(server)))!.Bytes.Span));
    }

    [Fact]
    public async Task Invoke_anyAnswer_isNotedWithoutItsBody()
    {
        await using var server = Answering(request => Reply(
            request.Path.StartsWith("/ok", StringComparison.Ordinal) ? 200 : 404, "hello", "Content-Type: text/s3cret\r\n"));
        using var bench = new InvokerBench();
        var succeeded = await bench.InvokeAsync(Target(server) with { Url = server.Url("/ok") });
        Assert.Equal(new TargetAnswer(200, TimeSpan.Zero, "text/***", 5), succeeded.Answer);
        Assert.Equal(new TargetAnswer(404, TimeSpan.Zero, "text/***", 5), (await bench.FailAsync(Target(server))).Answer);
    }

    [Fact]
    public async Task Invoke_requestWithTooManySecrets_keepsNoWordOfTheAnswer()
    {
        await using var server = Answering(_ => Reply(500, "a=1500 is wrong", "Content-Type: text/plain\r\n"));
        using var bench = new InvokerBench();
        var cookies = string.Join("; ", Enumerable.Range(1000, 900).Select(number => $"a={number}"));
        var failed = await bench.FailAsync(
            new HttpTarget { Url = server.Url(), Headers = new Dictionary<string, string> { ["Cookie"] = cookies } });
        Assert.Equal("http:500", failed.Error.Type);
        Assert.EndsWith(
            " answered 500: (not kept: the request has more than 64 values that would have to be masked)",
            failed.Error.Message,
            StringComparison.Ordinal);
    }

    private static HttpTarget Target(LoopbackServer server) => new() { Url = server.Url("/?code=qu3ry"), Headers = Headers };

    private sealed class LogLines : ILogger<HttpTargetInvoker>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
