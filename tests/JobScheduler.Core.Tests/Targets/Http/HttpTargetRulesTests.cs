namespace JobScheduler.Targets.Http;

public sealed class HttpTargetRulesTests
{
    [Fact]
    public void Validate_targetOfTheContract_findsNothing() => Assert.Empty(Validate(new HttpTarget
    {
        Method = "post",
        Url = "https://example.com/report",
        Headers = new Dictionary<string, string> { ["X-Kind"] = "nightly" },
        Body = new RawJson("\"text \\ud83d\\ude00\""),
        SuccessStatus = "200-299,304",
        Completion = HttpCompletion.Callback,
        Redirects = HttpRedirects.None,
    }));

    [Fact]
    public void Validate_everythingWrong_namesEveryField()
    {
        var faults = Validate(new HttpTarget
        {
            Method = "CONNECT",
            Url = "http://169.254.169.254/",
            Headers = new Dictionary<string, string> { ["Host"] = "a", ["X-A"] = "b\r\nc", ["x-a"] = "d", ["Bad Name<script>"] = "e" },
            Body = new RawJson("\"\\ud83d\""),
            SuccessStatus = "ok",
            Completion = (HttpCompletion)7,
            Redirects = HttpRedirects.Unknown,
        });

        Assert.Equal(
            ["url", "method", "headers.Host", "headers.X-A", "headers", "body", "successStatus", "completion", "redirects"],
            faults.Select(fault => fault.Field));
        Assert.DoesNotContain(faults, fault => fault.Message.Contains("script", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_sameHeaderInTwoCases_isRefused() =>
        Assert.Equal(["headers.x-a"], Fields(new() { ["X-A"] = "1", ["x-a"] = "2" }));

    [Fact]
    public void Validate_headersBeyondTheirNumberOrTotal_isRefused()
    {
        Assert.Empty(Fields(Enumerable.Range(0, 50).ToDictionary(n => $"X-{n}", _ => "v")));
        Assert.Equal(["headers"], Fields(Enumerable.Range(0, 51).ToDictionary(n => $"X-{n}", _ => "v")));
        Assert.Equal(["headers"], Fields(Enumerable.Range(0, 3).ToDictionary(n => $"X-{n}", _ => new string('v', 6000))));
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("GET / HTTP/1.1\r\nX: y")]
    [InlineData("")]
    [InlineData(null)]
    public void Validate_otherMethod_isRefused(string? method) =>
        Assert.Equal("method", Assert.Single(Validate(new HttpTarget { Url = "https://example.com", Method = method! })).Field);

    private static IEnumerable<string> Fields(Dictionary<string, string> headers) =>
        Validate(new HttpTarget { Url = "https://example.com", Headers = headers }).Select(fault => fault.Field);

    private static IReadOnlyList<(string Field, string Message)> Validate(HttpTarget target) =>
        HttpTargetRules.Validate(target, AddressGuard.PublicOnly);
}
