using JobScheduler.Shards;

namespace JobScheduler.Core.Tests.Shards;

public class OwnerRowTests
{
    private static readonly DateTimeOffset Tick = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(20, 20, null)]
    [InlineData(45, 20, null)]
    [InlineData(46, 20, 60)]
    [InlineData(3600, 20, 60)]
    [InlineData(46, 40, null)]
    [InlineData(66, 40, 60)]
    public void At_spares_only_after_a_gap_in_what_was_announced(int now, int announced, int? spares)
    {
        var row = Row() with { NextTick = Tick.AddSeconds(announced) };

        var at = Tick.AddSeconds(now);
        Assert.Equal(spares is { } seconds ? at.AddSeconds(seconds) : null, row.At(at).SparesUntil);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(36_000, false)]
    public void At_takes_back_what_a_clock_ahead_of_its_time_has_granted(int left, bool stays)
    {
        var until = Tick.AddSeconds(left);

        Assert.Equal(stays ? until : null, (Row() with { SparesUntil = until }).At(Tick).SparesUntil);
    }

    private static OwnerRow Row() => new("holder", "term", 1, 1, Tick, "", Tick.AddSeconds(20), null, null);
}
