using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static JobScheduler.Targets.Http.LoopbackServer;

namespace JobScheduler.Targets.Http;

public sealed class CallbackAddressTests
{
    [Theory]
    [InlineData("https://jobs.example.com", "https://jobs.example.com/api/v1/runs/03-1")]
    [InlineData("https://jobs.example.com/", "https://jobs.example.com/api/v1/runs/03-1")]
    [InlineData("http://10.0.0.1:8080/scheduler", "http://10.0.0.1:8080/scheduler/api/v1/runs/03-1")]
    public void Of_publicUrl_isBelowIt(string url, string expected)
    {
        Assert.Null(CallbackAddress.Check(url));
        Assert.Equal(expected, new CallbackAddress(url, new OwnAddress("http://127.0.0.1:8080")).Of("03-1"));
    }

    [Fact]
    public void Of_nothingConfigured_isTheHeadsOwnAddressOrNone()
    {
        var own = new OwnAddress("http://127.0.0.1:8080");
        Assert.Equal("http://127.0.0.1:8080/api/v1/runs/03-1", new CallbackAddress(null, own).Of("03-1"));
        Assert.Null(new CallbackAddress(null, new OwnAddress(null)).Of("03-1"));
        Assert.Null(new CallbackAddress(null, null).Of("03-1"));
    }

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
