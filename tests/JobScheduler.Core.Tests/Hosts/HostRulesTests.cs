using JobScheduler.Hosts;

namespace JobScheduler.Core.Tests.Hosts;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData("api.example.com", true)]
    [InlineData("api.example.com_8443", true)]
    [InlineData("localhost_80", true)]
    [InlineData("api.example.com_443", true)]
    [InlineData("127.0.0.1_5000", true)]
    [InlineData("2001-db8--1.ipv6", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("API.example.com", false)]
    [InlineData("api.example.com_0443", false)]
    [InlineData("api.example.com_99999", false)]
    [InlineData("api.example.com:8443", false)]
    [InlineData("https://api.example.com", false)]
    [InlineData("", false)]
    [InlineData("a~b", false)]
    public void IsName_is_as_targets_name_hosts(string host, bool isName) => Assert.Equal(isName, HostRules.IsName(host));

    [Fact]
    public void Check_tells_everything_that_is_wrong()
    {
        var errors = new ErrorList();
        HostRules.Check(
            new HostDefinition
            {
                Max = 0,
                Burst = 5,
                Circuit = new HostCircuit { Failures = 0, Window = TimeSpan.Zero, Open = TimeSpan.FromHours(1) },
            },
            errors);
        var refused = Assert.Throws<RefusalException>(errors.ThrowIfAny);
        Assert.Equal(["burst", "circuit.failures", "circuit.open", "circuit.window", "max"], refused.Errors.Keys.Order());
    }
}
