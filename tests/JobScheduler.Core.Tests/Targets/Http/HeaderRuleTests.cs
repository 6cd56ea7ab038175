namespace JobScheduler.Targets.Http;

public sealed class HeaderRuleTests
{
    [Theory]
    [InlineData("X-Kind", "nightly")]
    [InlineData("Authorization", "Bearer abc")]
    [InlineData("Content-Type", "application/cloudevents+json")]
    [InlineData("Idempotency-Key", "own")]
    [InlineData("X-Empty", "")]
    [InlineData("X-Tab", "a\tb")]
    public void Check_ordinaryHeader_isNull(string name, string value) => Assert.Null(HeaderRule.Check(name, value));

    [Theory]
    [InlineData("Host")]
    [InlineData("host")]
    [InlineData("Metadata")]
    [InlineData("Metadata-Flavor")]
    [InlineData("X-IDENTITY-HEADER")]
    [InlineData("x-identity-header")]
    [InlineData("X-aws-ec2-metadata-token")]
    [InlineData("Connection")]
    [InlineData("Keep-Alive")]
    [InlineData("Proxy-Authorization")]
    [InlineData("proxy-anything")]
    [InlineData("TE")]
    [InlineData("Trailer")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Upgrade")]
    [InlineData("Content-Length")]
    [InlineData("JobScheduler-Run")]
    [InlineData("jobscheduler-token")]
    [InlineData("Traceparent")]
    public void Check_refusedName_isRefused(string name) =>
        Assert.StartsWith("refused", HeaderRule.Check(name, "x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("X Kind")]
    [InlineData("X-Kind:")]
    [InlineData("X-Kind\r\nHost")]
    [InlineData("Host ")]
    [InlineData("X-Künd")]
    [InlineData("X\0")]
    public void Check_nameThatIsNoToken_saysWhatIs(string name) =>
        Assert.Contains("name", HeaderRule.Check(name, "x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\r\nHost: other")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u001bb")]
    [InlineData("a\u007fb")]
    [InlineData("ä")]
    [InlineData("a\u010ab")]
    public void Check_valueWithLineBreakOrBeyondAscii_isRefused(string value) =>
        Assert.StartsWith("refused", HeaderRule.Check("X-Kind", value), StringComparison.Ordinal);

    [Fact]
    public void Check_lengthAtAndBeyondLimits_isAllowedAndRefused()
    {
        Assert.Null(HeaderRule.Check(new string('a', HeaderRule.LongestName), new string('a', HeaderRule.LongestValue)));
        Assert.NotNull(HeaderRule.Check(new string('a', HeaderRule.LongestName + 1), "a"));
        Assert.NotNull(HeaderRule.Check("a", new string('a', HeaderRule.LongestValue + 1)));
        Assert.NotNull(HeaderRule.Check("a", null));
    }
}
