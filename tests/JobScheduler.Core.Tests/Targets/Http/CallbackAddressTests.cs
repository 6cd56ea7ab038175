using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

public sealed class CallbackAddressTests
{
    private static readonly Uri Remote = new("https://example.com/import");

    [Theory]
    [InlineData("https://jobs.example.com", "https://jobs.example.com/api/v1/runs/03-1")]
    [InlineData("https://jobs.example.com/", "https://jobs.example.com/api/v1/runs/03-1")]
    [InlineData("http://10.0.0.1:8080/scheduler", "http://10.0.0.1:8080/scheduler/api/v1/runs/03-1")]
    public void Of_publicUrl_isBelowIt(string url, string expected)
    {
        Assert.Null(CallbackAddress.Check(url));
        Assert.Equal(expected, new CallbackAddress(url, new OwnAddress("http://127.0.0.1:8080")).Of("03-1", Remote));
    }

    [Fact]
    public void Of_nothingConfigured_isTheHeadsOwnAddressOrNone()
    {
        var own = new OwnAddress("http://10.0.0.1:8080");
        Assert.Equal("http://10.0.0.1:8080/api/v1/runs/03-1", new CallbackAddress(null, own).Of("03-1", Remote));
        Assert.Null(new CallbackAddress(null, new OwnAddress(null)).Of("03-1", Remote));
        Assert.Null(new CallbackAddress(null, null).Of("03-1", Remote));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.8.9.10:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://LOCALHOST.:8080")]
    [InlineData("http://jobs.localhost:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://[::ffff:127.0.0.1]:8080")]
    [InlineData("http://[::ffff:127.1.2.3]:8080")]
    public void Of_ownAddressOnLoopback_isToldOnlyToTargetsOnLoopback(string own)
    {
        var address = new CallbackAddress(null, new OwnAddress(own));
        foreach (var target in new[] { "http://127.0.0.1:9090/", "http://localhost/x", "https://worker.localhost/", "http://[::1]/" })
        {
            Assert.Equal($"{own}/api/v1/runs/03-1", address.Of("03-1", new Uri(target)));
        }

        foreach (var target in new[]
        {
            "https://example.com/", "http://10.0.0.9/", "http://[2001:db8::1]/", "http://localhost.example.com/", "http://mylocalhost/",
            "http://127.0.0.1.example.com/", "http://example.com/localhost", "http://[::ffff:10.0.0.9]/",
        })
        {
            Assert.Null(address.Of("03-1", new Uri(target)));
        }
    }

    [Fact]
    public void Of_ownAddressElsewhere_isToldToTargetsOnLoopbackToo() =>
        Assert.NotNull(new CallbackAddress(null, new OwnAddress("http://10.0.0.1:8080")).Of("03-1", new Uri("http://localhost/")));

    [Theory]
    [InlineData("")]
    [InlineData("jobs.example.com")]
    [InlineData("/scheduler")]
    [InlineData("//jobs.example.com")]
    [InlineData("ftp://jobs.example.com")]
    [InlineData("https:jobs.example.com")]
    [InlineData("https://")]
    [InlineData("https://jobs.example.com?x=1")]
    [InlineData("https://jobs.example.com?")]
    [InlineData("https://jobs.example.com#x")]
    [InlineData("https://me:secret@jobs.example.com")]
    [InlineData("https://@jobs.example.com")]
    [InlineData("https://jobs.example.com\\x")]
    [InlineData("https://jobs.example.com/a b")]
    [InlineData("https://jobs.example.com\r\nX: y")]
    [InlineData("https://*:8080")]
    public void Check_otherTexts_stopTheStartNamingTheSetting(string url)
    {
        using var provider = new ServiceCollection().AddHttpTargets()
            .Configure<TargetOptions>(options => options.PublicUrl = url)
            .BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<TargetOptions>>().Value);
        Assert.Contains("Targets:PublicUrl: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpCompletion.Callback, "https://jobs.example.com", "https://jobs.example.com/api/v1/runs/03-0123")]
    [InlineData(HttpCompletion.Callback, null, null)]
    [InlineData(HttpCompletion.Response, "https://jobs.example.com", null)]
    public async Task Invoke_callbackTarget_isToldWhereToReport(HttpCompletion completion, string? publicUrl, string? sent)
    {
        await using var server = Answering(_ => Reply(202));
        using var bench = new InvokerBench(publicUrl: publicUrl);
        await bench.InvokeAsync(new HttpTarget { Url = server.Url(), Completion = completion });
        Assert.Equal(sent, server.Received[0].Header("JobScheduler-Callback"));
    }

    private sealed record OwnAddress(string? Url) : IOwnAddress;
}
