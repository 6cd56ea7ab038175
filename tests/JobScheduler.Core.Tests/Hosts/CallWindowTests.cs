using JobScheduler.Hosts.Circuits;

namespace JobScheduler.Core.Tests.Hosts;

/// <summary>When failures open a circuit, and for how long.</summary>
public sealed class CallWindowTests
{
    private static readonly CircuitTerms Terms = new(3, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30));
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(0, 30, 59.9, 3)]
    [InlineData(0, 30, 60, 0)]
    [InlineData(0, 61, 122, 0)]
    public void Failed_three_times_within_a_minute_opens(double first, double second, double third, int opens)
    {
        var calls = new CallWindow();
        Assert.Equal(0, calls.Failed(Terms, TimeSpan.FromSeconds(first)));
        Assert.Equal(0, calls.Failed(Terms, TimeSpan.FromSeconds(second)));
        Assert.Equal(opens, calls.Failed(Terms, TimeSpan.FromSeconds(third)));
    }

    [Fact]
    public void Failed_less_often_than_others_succeeded_does_not_open_until_these_are_out_of_the_window()
    {
        var calls = new CallWindow();
        for (var i = 0; i < 100; i++)
        {
            calls.Succeeded(Terms, TimeSpan.FromSeconds(i / 10.0));
        }

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(0, calls.Failed(Terms, TimeSpan.FromSeconds(11)));
        }

        Assert.Equal(51, calls.Failed(Terms, TimeSpan.FromSeconds(70.9)));
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(5, 480)]
    [InlineData(6, 600)]
    [InlineData(1000, 600)]
    public void Open_doubles_with_each_opening_up_to_ten_minutes(int openings, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Terms.OpenFor(openings));

    [Fact]
    public void Trouble_goes_from_open_over_half_open_to_closed_or_to_a_longer_time()
    {
        var open = HostTrouble.Opened(null, Terms, 3, "no", Start);
        Assert.Equal(CircuitState.Open, open.StateAt(Start.AddSeconds(29.999)));
        Assert.Equal(CircuitState.HalfOpen, open.StateAt(Start.AddSeconds(30)));
        var again = HostTrouble.Opened(open, Terms, 3, "no", Start.AddSeconds(31));
        Assert.Equal(CircuitState.Open, again.StateAt(Start.AddSeconds(90)));
        Assert.Equal(CircuitState.HalfOpen, again.StateAt(Start.AddSeconds(91)));
        Assert.Null(HostTrouble.Closed(again, Start.AddSeconds(92)));
        var held = HostTrouble.Closed(again with { HeldUntil = Start.AddSeconds(100) }, Start.AddSeconds(92));
        Assert.Equal((CircuitState.Closed, Start.AddSeconds(100)), (held!.StateAt(Start.AddSeconds(92)), held.HeldUntil!.Value));
    }

    [Fact]
    public void Trouble_of_a_clock_that_was_fast_stops_nobody()
    {
        var open = HostTrouble.Opened(null, Terms, 3, "no", Start.AddDays(300)) with { HeldUntil = Start.AddDays(300) };
        Assert.False(open.IsOpen(Start));
        Assert.Null(open.Held(Start, TimeSpan.FromHours(1)));
    }
}
