using JobScheduler.Storage;
using JobScheduler.Targets;

namespace JobScheduler.Core.Tests.Targets;

public sealed class TargetClassNameTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData("api.example.com_8443", "api.example.com_8443")]
    [InlineData("2001-db8--1.ipv6", "2001-db8--1.ipv6")]
    public void Name_is_the_host(string? host, string name) => Assert.Equal(name, new TargetClass(host).Name);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("a|b")]
    [InlineData("a~b")]
    [InlineData("fe80--1%eth0.ipv6")]
    [InlineData("ä.example")]
    public void Name_of_a_host_that_keys_cannot_have_is_a_part_of_a_key_all_the_same(string host)
    {
        var name = new TargetClass(host).Name;

        Assert.True(StorageLimits.IsKey(name));
        Assert.DoesNotContain('~', name);
        Assert.DoesNotContain('|', name);
        Assert.NotEqual(TargetClass.Handler.Name, name);
    }

    [Fact]
    public void Names_of_long_hosts_are_short_and_differ()
    {
        var (one, other) = (new TargetClass(new string('a', 250) + "b").Name, new TargetClass(new string('a', 250) + "c").Name);

        Assert.InRange(one.Length, 1, 100);
        Assert.NotEqual(one, other);
    }
}
