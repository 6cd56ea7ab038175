using System.Net;

namespace JobScheduler.Targets.Http;

public sealed class UrlRuleTests
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("HTTP://Example.COM:8080/a/b?c=d&e=%20f#g")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]:8443/x")]
    [InlineData("https://a_b.example:65535/?q=user@host")]
    [InlineData("https://0xford.example/")]
    public void Check_properUrl_isNull(string url) => Assert.Null(UrlRule.Check(url, AddressGuard.PublicOnly));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/relative")]
    [InlineData("example.com/x")]
    [InlineData("//example.com")]
    [InlineData("http:example.com")]
    [InlineData("http:/example.com")]
    [InlineData("ftp://example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    [InlineData("http:///path")]
    [InlineData("http://example.com:0/")]
    [InlineData("http://example.com:65536/")]
    [InlineData("http://example.com:-1/")]
    [InlineData("http://a..b/")]
    [InlineData("http://-a/")]
    [InlineData(" http://example.com/")]
    [InlineData("http://example.com/\r\nHost: other")]
    [InlineData("http://example.com/a b")]
    [InlineData("http://example.com\\@10.0.0.1/")]
    [InlineData("http://example.com/a\\..\\b")]
    [InlineData("http://example.com/\0")]
    public void Check_malformedUrl_saysWhy(string? url) => Assert.NotEmpty(UrlRule.Check(url, AddressGuard.PublicOnly)!);

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://10.0.0.1:8080/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:8.8.8.8]/")]
    [InlineData("http://[64:ff9b::a00:1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://[2606:4700:4700::1111%25eth0]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://134744072/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://08.8.8.8/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://8.8.8.8./")]
    [InlineData("http://256.1.1.1/")]
    [InlineData("http://1.2.3.4.5/")]
    [InlineData("http://99999999999/")]
    [InlineData("http://\uFF11\uFF12\uFF17.0.0.1/")]
    [InlineData("http://\u2460\u2461\u2466.0.0.1/")]
    [InlineData("http://127\u30020\u30020\u30021/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST:8080/")]
    [InlineData("http://localhost./")]
    [InlineData("http://app.localhost/")]
    [InlineData("http://user@example.com/")]
    [InlineData("http://user:password@example.com/")]
    [InlineData("http://example.com@10.0.0.1/")]
    [InlineData("http://@example.com/")]
    [InlineData("http://example.com./")]
    public void Check_urlOfKnownAttack_isRefused(string url) =>
        Assert.StartsWith("refused: ", UrlRule.Check(url, AddressGuard.PublicOnly), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://example.com./")]
    [InlineData("http://localhost.:80/")]
    [InlineData("http://8.8.8.8./")]
    public void Check_dotAtTheEndOfTheHost_isNamed(string url) =>
        Assert.Contains("dot at the end", UrlRule.Check(url, AddressGuard.PublicOnly), StringComparison.Ordinal);

    [Fact]
    public void Check_allowedPrivateAddress_isNull()
    {
        var guard = new AddressGuard([new AllowedRange(IPNetwork.Parse("127.0.0.0/8"))]);
        Assert.Null(UrlRule.Check("http://127.0.0.1:9000/x", guard));
        Assert.Null(UrlRule.Check("http://localhost:9000/x", guard));
        Assert.NotNull(UrlRule.Check("http://0x7f.1/", guard));
        Assert.NotNull(UrlRule.Check("http://[::1]/", guard));
    }

    [Fact]
    public void Check_addressAllowedAtOtherPorts_isRefused()
    {
        var guard = new AddressGuard([new AllowedRange(IPNetwork.Parse("127.0.0.0/8"), 3000, 3999)]);
        Assert.Null(UrlRule.Check("http://127.0.0.1:3000/", guard));
        Assert.Null(UrlRule.Check("http://localhost:3999/", guard));
        Assert.NotNull(UrlRule.Check("http://127.0.0.1/", guard));
        Assert.NotNull(UrlRule.Check("http://localhost:4000/", guard));
    }

    [Theory]
    [InlineData(
        "http://127.0.0.1:8081/x",
        "refused: 127.0.0.1 is a loopback address, which targets may not reach; "
            + "to allow it, add 127.0.0.1/32:8081 to the setting Targets:AllowedPrivateRanges "
            + "(on the command line: --Targets:AllowedPrivateRanges 127.0.0.1/32:8081)")]
    [InlineData(
        "https://[fd12::7]/",
        "refused: fd12::7 is a unique local address, which targets may not reach; "
            + "to allow it, add [fd12::7/128]:443 to the setting Targets:AllowedPrivateRanges "
            + "(on the command line: --Targets:AllowedPrivateRanges '[fd12::7/128]:443')")]
    [InlineData(
        "http://localhost:9090/",
        "refused: localhost is this machine, which targets may not reach; "
            + "to allow it, add 127.0.0.1/32:9090,[::1/128]:9090 to the setting Targets:AllowedPrivateRanges "
            + "(on the command line: --Targets:AllowedPrivateRanges '127.0.0.1/32:9090,[::1/128]:9090')")]
    [InlineData(
        "http://169.254.169.254/latest/meta-data",
        "refused: 169.254.169.254 is a cloud metadata address, which targets may not reach; no setting allows it")]
    public void Check_privateAddress_saysWhichSettingOpensIt(string url, string message) =>
        Assert.Equal(message, UrlRule.Check(url, AddressGuard.PublicOnly));

    [Fact]
    public void Check_lengthAtAndBeyondLimit_isAllowedAndRefused()
    {
        var longest = "https://example.com/".PadRight(UrlRule.Longest, 'a');
        Assert.Null(UrlRule.Check(longest, AddressGuard.PublicOnly));
        Assert.Contains("2,000", UrlRule.Check(longest + "a", AddressGuard.PublicOnly), StringComparison.Ordinal);
    }
}
