using System.Net;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JobScheduler.Api.Tests.Http.Gate;

public sealed class CallerAddressTests
{
    [Theory]

    // Without trusted proxies the header is anybody's.
    [InlineData("", false, "203.0.113.7", "198.51.100.1", "203.0.113.7")]
    [InlineData("10.0.0.0/24", false, "203.0.113.7", "198.51.100.1", "203.0.113.7")]

    // Behind a proxy, the last entry is the proxy's, and what is left of it the caller's invention.
    [InlineData("10.0.0.0/24", false, "10.0.0.5", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.0/24", false, "10.0.0.5", "1.1.1.1, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.0/24", false, "10.0.0.5", "1.1.1.1, 198.51.100.1 ,10.0.0.9", "198.51.100.1")]
    [InlineData("10.0.0.0/24", false, "::ffff:10.0.0.5", "::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.0/24", false, "10.0.0.5", "", "10.0.0.5")]
    [InlineData("10.0.0.0/24", false, "10.0.0.5", "198.51.100.1, unknown", "10.0.0.5")]
    [InlineData("10.0.0.0/24", false, "10.0.0.5", "10.0.0.6, 10.0.0.7", "10.0.0.6")]
    [InlineData("fd00::/8", false, "fd00::1%3", "[2001:db8::9]:443", "2001:db8::9")]

    // Behind the front end of a platform, which writes the last entry, with the caller's port.
    [InlineData("", true, "127.0.0.1", "1.1.1.1, 198.51.100.1:51234", "198.51.100.1")]
    [InlineData("", true, "127.0.0.1", "", "127.0.0.1")]
    [InlineData("10.0.0.0/24", true, "127.0.0.1", "198.51.100.1, 10.0.0.4", "198.51.100.1")]
    public void Of_request_is_the_last_hop_that_is_not_ours(string trusted, bool isBehind, string socket, string header, string expected)
    {
        var options = new AccessOptions { IsBehindFrontEnd = isBehind };
        if (trusted.Length > 0)
        {
            options.TrustedProxies.Add(trusted);
        }

        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(socket);
        if (header.Length > 0)
        {
            context.Request.Headers["X-Forwarded-For"] = header;
        }

        Assert.Equal(expected, new CallerAddress(Options.Create(options)).Of(context)?.ToString());
    }

    [Fact]
    public void Of_request_with_several_headers_reads_the_last_entry_of_the_last()
    {
        var options = new AccessOptions { TrustedProxies = { "10.0.0.0/24" } };
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.5");
        context.Request.Headers["X-Forwarded-For"] = new(["1.1.1.1", "2.2.2.2, 198.51.100.1"]);

        Assert.Equal("198.51.100.1", new CallerAddress(Options.Create(options)).Of(context)?.ToString());
    }

    [Fact]
    public void Of_request_over_no_network_is_none() =>
        Assert.Null(new CallerAddress(Options.Create(new AccessOptions())).Of(new DefaultHttpContext()));

    [Theory]
    [InlineData("10/8", "Access:TrustedProxies:0: '10/8' is not a range such as")]
    [InlineData("10.0.0.1/24", "Access:TrustedProxies:0: '10.0.0.1/24' is not a range such as")]
    [InlineData("0.0.0.0/0", "Access:TrustedProxies:0: '0.0.0.0/0' is every address")]
    [InlineData("::/0", "Access:TrustedProxies:0: '::/0' is every address")]
    public void Validate_proxies_that_are_no_ranges_are_refused(string range, string says)
    {
        var options = new AccessOptions { AdministratorKey = "e6ZsQ0mLw3Jx9RtV", TrustedProxies = { range } };

        Assert.Contains(says, new AccessOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }
}
