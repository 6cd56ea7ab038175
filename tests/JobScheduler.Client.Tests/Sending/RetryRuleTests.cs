using JobScheduler.Client.Sending;

namespace JobScheduler.Client.Tests.Sending;

public sealed class RetryRuleTests
{
    private static readonly JobSchedulerClientOptions Options = new();

    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 1000)]
    [InlineData(6, 15_000)]
    [InlineData(100, 15_000)]
    public void Delay_without_chance_doubles_up_to_the_longest(int tries, int milliseconds) =>
        Assert.Equal(milliseconds, RetryRule.Delay(Options, tries, null, 0).TotalMilliseconds);

    [Fact]
    public void Delay_most_chance_takes_half_off() =>
        Assert.InRange(RetryRule.Delay(Options, 3, null, 0.999).TotalMilliseconds, 1000, 1002);

    [Theory]
    [InlineData(0)]
    [InlineData(0.999)]
    public void Delay_asked_for_is_never_undercut(double share) =>
        Assert.InRange(RetryRule.Delay(Options, 1, TimeSpan.FromSeconds(20), share).TotalSeconds, 20, 20.5);

    [Fact]
    public void Delay_asked_for_less_than_the_own_one_takes_the_own_one() =>
        Assert.Equal(TimeSpan.FromSeconds(8), RetryRule.Delay(Options, 5, TimeSpan.FromSeconds(1), 0));
}
