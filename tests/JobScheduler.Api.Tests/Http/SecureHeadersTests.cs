using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Tests.Http;

public sealed class SecureHeadersTests
{
    [Theory]
    [InlineData("https", "jobs.example.com", "max-age=31536000")]
    [InlineData("https", "jobs.example.com:8443", "max-age=31536000")]
    [InlineData("https", "10.0.0.7", "max-age=31536000")]
    [InlineData("https", "localhost.example.com", "max-age=31536000")]
    [InlineData("http", "jobs.example.com", "")]
    [InlineData("https", "localhost", "")]
    [InlineData("https", "LOCALHOST:8443", "")]
    [InlineData("https", "jobs.localhost", "")]
    [InlineData("https", "127.0.0.1:8443", "")]
    [InlineData("https", "127.1.2.3", "")]
    [InlineData("https", "[::1]:8443", "")]
    public void Browsers_are_told_to_stay_with_https_only_over_it_and_not_on_loopback(string scheme, string host, string expected)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme, Host = new HostString(host) } };

        SecureHeaders.Apply(context);

        Assert.Equal(expected, context.Response.Headers.StrictTransportSecurity.ToString());
        Assert.Equal("same-origin", context.Response.Headers["Cross-Origin-Resource-Policy"].ToString());
        Assert.Equal("same-origin", context.Response.Headers["Cross-Origin-Opener-Policy"].ToString());
        Assert.Equal("no-referrer", context.Response.Headers["Referrer-Policy"].ToString());
    }

    [Fact]
    public void Https_of_a_host_that_serves_more_is_the_hosts_own()
    {
        var context = new DefaultHttpContext { Request = { Scheme = "https", Host = new HostString("jobs.example.com") } };

        SecureHeaders.LeaveTransport(context);
        SecureHeaders.Apply(context);

        Assert.False(context.Response.Headers.ContainsKey("Strict-Transport-Security"));
    }
}
