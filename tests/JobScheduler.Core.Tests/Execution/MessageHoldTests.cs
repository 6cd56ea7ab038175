using JobScheduler.Execution;

namespace JobScheduler.Core.Tests.Execution;

public sealed class MessageHoldTests
{
    [Fact]
    public void First_time_it_is_given_to_others_at_once_only_if_nothing_moves_here()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), MessageHold.Of(0, isStuck: false, isCrowded: false).Length);
        Assert.Equal(new MessageHold(TimeSpan.Zero, TimeSpan.Zero), MessageHold.Of(0, isStuck: true, isCrowded: false));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    [InlineData(1000, 32)]
    public void The_oftener_in_vain_the_longer_it_waits_here(int returns, int seconds) => Assert.Equal(
        new MessageHold(TimeSpan.FromSeconds(seconds), TimeSpan.Zero), MessageHold.Of(returns, isStuck: true, isCrowded: false));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 16)]
    [InlineData(1000, 16)]
    public void In_a_crowd_it_waits_out_of_sight(int returns, int seconds)
    {
        var stuck = MessageHold.Of(returns, isStuck: true, isCrowded: true);

        Assert.Equal(new MessageHold(TimeSpan.Zero, TimeSpan.FromSeconds(seconds)), stuck);
        Assert.Equal(TimeSpan.FromSeconds(1), MessageHold.Of(returns, isStuck: false, isCrowded: true).Length);
    }
}
