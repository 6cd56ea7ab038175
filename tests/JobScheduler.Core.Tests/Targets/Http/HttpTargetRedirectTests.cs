using System.Globalization;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

public sealed class HttpTargetRedirectTests
{
    private static readonly Dictionary<string, string> Credentials = new()
    {
        ["Authorization"] = "Bearer s3cret",
        ["Cookie"] = "session=s3cret",
        ["X-Api-Key"] = "s3cret",
        ["X-Functions-Key"] = "s3cret",
        ["X-Amz-Security-Token"] = "s3cret",
        ["X-Kind"] = "nightly",
    };

    [Theory]
    [InlineData(301, "POST", "GET", "")]
    [InlineData(302, "POST", "GET", "")]
    [InlineData(303, "POST", "GET", "")]
    [InlineData(303, "PUT", "GET", "")]
    [InlineData(303, "HEAD", "HEAD", "{}")]
    [InlineData(302, "PUT", "PUT", "{}")]
    [InlineData(301, "DELETE", "DELETE", "{}")]
    [InlineData(307, "POST", "POST", "{}")]
    [InlineData(308, "POST", "POST", "{}")]
    [InlineData(308, "PATCH", "PATCH", "{}")]
    public async Task Invoke_redirect_changesMethodByTheRules(int status, string method, string then, string body)
    {
        await using var server = Answering(request => request.Path == "/" ? Redirect(status, "/next?x=1") : Reply(204));
        using var bench = new InvokerBench();

        await bench.SucceedAsync(new HttpTarget { Url = server.Url(), Method = method, Body = new RawJson("{}"), Headers = Credentials });

        var second = server.Received[1];
        Assert.Equal(("/next?x=1", then, body), (second.Path, second.Method, second.Body));
        Assert.Equal(body.Length > 0 ? "application/json" : null, second.Header("Content-Type"));
        Assert.Equal("03-0123", second.Header("JobScheduler-Run"));
        Assert.Equal("Bearer s3cret", second.Header("Authorization"));
    }

    [Fact]
    public async Task Invoke_threeRedirects_areFollowedAndTheFourthIsNot()
    {
        var hops = 3;
        await using var server = Answering(
            request => request.Path == $"/{hops}"
                ? Reply(200, "end")
                : Redirect(307, $"/{(request.Path == "/" ? 1 : int.Parse(request.Path[1..]) + 1)}"));
        using var bench = new InvokerBench();

        Assert.NotNull(await bench.SucceedAsync(new HttpTarget { Url = server.Url() }));
        hops = 4;
        Assert.Equal("http:307", (await bench.FailAsync(new HttpTarget { Url = server.Url() })).Error.Type);
        Assert.Equal(8, server.Received.Count);
    }

    [Fact]
    public async Task Invoke_redirectToAnotherOrigin_keepsOnlyHarmlessHeadersAndForGood()
    {
        var urls = new Dictionary<string, string>();
        await using var first = Answering(request => request.Path.StartsWith("/?", StringComparison.Ordinal)
            ? Redirect(307, urls["second"])
            : Reply(204));
        await using var second = Answering(_ => Redirect(307, urls["back"]));
        (urls["second"], urls["back"]) = (second.Url("/hop"), first.Url("/back"));
        using var bench = new InvokerBench();

        await bench.SucceedAsync(new HttpTarget
        {
            Url = first.Url("/?sig=s3cret"),
            Method = "GET",
            Headers = new Dictionary<string, string>(Credentials)
            {
                ["Accept"] = "text/plain",
                ["Accept-Language"] = "de",
                ["Referer"] = "https://example.com/?s3cret",
                ["X-Opaque"] = "s3cret",
                ["PRIVATE"] = "s3cret",
            },
        });

        Assert.Equal(8, first.Received[0].Headers.Count(IsSecret));
        foreach (var request in new[] { second.Received[0], first.Received[1] })
        {
            Assert.DoesNotContain("s3cret", request.Path, StringComparison.Ordinal);
            Assert.Equal(
                [
                    "Accept", "Accept-Language", "Host", "Idempotency-Key", "JobScheduler-Attempt", "JobScheduler-Fence",
                    "JobScheduler-Job", "JobScheduler-Nominal-Time", "JobScheduler-Run", "User-Agent", "traceparent",
                ],
                request.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData(307, "POST")]
    [InlineData(308, "POST")]
    [InlineData(308, "PUT")]
    [InlineData(301, "PATCH")]
    [InlineData(302, "DELETE")]
    public async Task Invoke_redirectOfABodyToAnotherOrigin_isRefusedNamingTheMember(int status, string method)
    {
        await using var other = Answering(_ => Reply(204));
        await using var server = Answering(_ => Redirect(status, other.Url()));
        using var bench = new InvokerBench();
        var target = new HttpTarget { Url = server.Url(), Method = method, Body = new RawJson("\"s3cret\"") };

        var failed = await bench.FailAsync(target);

        Assert.Equal(("refused", false), (failed.Error.Type, failed.Retryable));
        Assert.Contains("redirects to followWithBody", failed.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Invoke_followWithBody_sendsTheBodyAndWhatDescribesIt()
    {
        await using var other = Answering(_ => Reply(204));
        await using var server = Answering(_ => Redirect(307, other.Url("/new")));
        using var bench = new InvokerBench();
        await bench.SucceedAsync(new HttpTarget
        {
            Url = server.Url(),
            Body = new RawJson("{}"),
            Headers = new Dictionary<string, string>(Credentials) { ["Content-Language"] = "de" },
            Redirects = HttpRedirects.FollowWithBody,
        });
        var received = other.Received[0];
        Assert.Equal(("POST", "{}", "/new"), (received.Method, received.Body, received.Path));
        Assert.Equal(("application/json", "de"), (received.Header("Content-Type"), received.Header("Content-Language")));
        Assert.DoesNotContain(received.Headers, IsSecret);
        Assert.Null(received.Header("X-Kind"));
    }

    [Theory]
    [InlineData(303, "POST", HttpRedirects.Follow)]
    [InlineData(302, "POST", HttpRedirects.FollowWithBody)]
    [InlineData(303, "PUT", HttpRedirects.FollowWithBody)]
    public async Task Invoke_redirectThatBecomesGet_goesToAnotherOriginWithoutBody(int status, string method, HttpRedirects redirects)
    {
        await using var other = Answering(_ => Reply(204));
        await using var server = Answering(_ => Redirect(status, other.Url()));
        using var bench = new InvokerBench();
        await bench.SucceedAsync(
            new HttpTarget { Url = server.Url(), Method = method, Body = new RawJson("\"s3cret\""), Redirects = redirects });
        Assert.Equal(("GET", "", null), (other.Received[0].Method, other.Received[0].Body, other.Received[0].Header("Content-Type")));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Invoke_redirectsNone_failsWithTheStatus(int status)
    {
        await using var server = Answering(request => request.Path == "/" ? Redirect(status, "/next") : Reply(204));
        using var bench = new InvokerBench();
        var failed = await bench.FailAsync(new HttpTarget { Url = server.Url(), Redirects = HttpRedirects.None });
        Assert.Equal($"http:{status}", failed.Error.Type);
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData("http://a.example:{0}/", "http://b.example:{0}/", false)]
    [InlineData("http://a.example:{0}/", "http://A.EXAMPLE:{0}/", true)]
    [InlineData("http://a.example:{0}/", "//a.example:{0}/", true)]
    [InlineData("http://a.example:{0}/", "http://a.example.evil.example:{0}/", false)]
    [InlineData("http://b\u00fccher.example:{0}/", "http://xn--bcher-kva.example:{0}/", true)]
    [InlineData("http://a.example:{0}/", "http://xn--bcher-kva.example:{0}/", false)]
    public async Task Invoke_redirect_isWithinTheOriginByItsNameInAscii(string from, string to, bool same)
    {
        var location = "";
        await using var server = Answering(request => request.Path == "/" ? Redirect(307, location) : Reply(204));
        location = string.Format(CultureInfo.InvariantCulture, to, server.Port) + "other";
        var network = new FakeNetwork();
        foreach (var name in new[] { "a.example", "b.example", "a.example.evil.example", "xn--bcher-kva.example" })
        {
            network.With(name, [FakeNetwork.PublicA]);
        }

        using var bench = new InvokerBench(network);
        await bench.SucceedAsync(new HttpTarget
        {
            Url = string.Format(CultureInfo.InvariantCulture, from, server.Port),
            Method = "GET",
            Headers = Credentials,
        });

        Assert.Equal(same, server.Received[1].Headers.Any(IsSecret));
    }

    [Theory]
    [InlineData("http://a.example:{0}./")]
    [InlineData("http://a.example.:{0}/")]
    public async Task Invoke_redirectToANameWithADotAtTheEnd_isRefused(string to)
    {
        var location = "";
        await using var server = Answering(_ => Redirect(307, location));
        location = string.Format(CultureInfo.InvariantCulture, to, server.Port);
        using var bench = new InvokerBench(new FakeNetwork().With("a.example", [FakeNetwork.PublicA]));
        Assert.Equal("refused", (await bench.FailAsync(new HttpTarget { Url = server.Url("/", "a.example") })).Error.Type);
    }

    [Fact]
    public async Task Invoke_callbackRedirectedToAnotherOrigin_isRefusedAndKeepsTheToken()
    {
        await using var other = Answering(_ => Reply(202));
        await using var server = Answering(_ => Redirect(307, other.Url()));
        using var bench = new InvokerBench();
        var failed = await bench.FailAsync(new HttpTarget { Url = server.Url(), Completion = HttpCompletion.Callback });
        Assert.Equal(("refused", false), (failed.Error.Type, failed.Retryable));
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Invoke_callbackRedirectedWithinTheOrigin_isTaken()
    {
        await using var server = Answering(request => request.Path == "/" ? Redirect(308, "/moved") : Reply(202));
        using var bench = new InvokerBench();
        Assert.IsType<TargetOutcome.Taken>(
            await bench.InvokeAsync(new HttpTarget { Url = server.Url(), Completion = HttpCompletion.Callback }));
        Assert.Equal("secret-of-attempt", server.Received[1].Header("JobScheduler-Token"));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("//10.0.0.1/")]
    [InlineData("//167772161/")]
    [InlineData("http://167772161/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://user:password@example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:6379/_FLUSHALL")]
    [InlineData("http://a b/")]
    public async Task Invoke_redirectToForbiddenUrl_isRefused(string location)
    {
        await using var server = Answering(_ => Redirect(302, location));
        using var bench = new InvokerBench();
        var failed = await bench.FailAsync(new HttpTarget { Url = server.Url() });
        Assert.Equal(("refused", false), (failed.Error.Type, failed.Retryable));
        Assert.Equal(["127.0.0.1"], bench.Network.Dialled);
    }

    [Fact]
    public async Task Invoke_redirectToNameInsideTheNetwork_isRefused()
    {
        await using var server = Answering(_ => Redirect(302, "http://intranet.example/"));
        using var bench = new InvokerBench(new FakeNetwork().With("intranet.example", ["192.168.7.7"]));
        var failed = await bench.FailAsync(new HttpTarget { Url = server.Url() });
        Assert.Equal("refused", failed.Error.Type);
        Assert.Equal(["127.0.0.1"], bench.Network.Dialled);
    }

    [Fact]
    public async Task Invoke_redirectWithoutLocation_isAFailureWithItsStatus()
    {
        await using var server = Answering(_ => Reply(302));
        using var bench = new InvokerBench();
        Assert.Equal("http:302", (await bench.FailAsync(new HttpTarget { Url = server.Url() })).Error.Type);
    }

    [Fact]
    public async Task Invoke_redirectStatusListedAsSuccess_isSuccessAndNotFollowed()
    {
        await using var server = Answering(_ => Redirect(302, "/next"));
        using var bench = new InvokerBench();
        await bench.SucceedAsync(new HttpTarget { Url = server.Url(), SuccessStatus = "302" });
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Invoke_cookieSetByAnswer_isNotSentAgain()
    {
        await using var server = Answering(
            request => request.Path == "/" ? Reply(307, "", "Location: /next\r\nSet-Cookie: a=b; Path=/\r\n") : Reply(204));
        using var bench = new InvokerBench();
        await bench.SucceedAsync(new HttpTarget { Url = server.Url() });
        Assert.Null(server.Received[1].Header("Cookie"));
    }

    private static bool IsSecret(KeyValuePair<string, string> header) => header.Value.Contains("s3cret", StringComparison.Ordinal);
}
