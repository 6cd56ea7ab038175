using JobScheduler.Storage.Azure;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Storage.Tests;

public sealed class StorageClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _machine = new(Noon);
    private readonly StorageClock _clock;

    public StorageClockTests() => _clock = new(_machine);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(600, 600)]
    [InlineData(-1, 0)]
    [InlineData(-600, -599)]
    public void Offset_moves_to_the_nearest_that_the_date_allows(int dateAhead, int offset)
    {
        Observe(Noon.AddSeconds(dateAhead));

        Assert.Equal(TimeSpan.FromSeconds(offset), _clock.Offset);
        Assert.Equal(Noon.AddSeconds(offset), _clock.GetUtcNow());
    }

    [Fact]
    public void Slow_answer_says_less()
    {
        Observe(Noon.AddSeconds(8), took: TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.Zero, _clock.Offset);
    }

    [Fact]
    public void Answers_narrow_the_offset_down_and_then_leave_it()
    {
        // The account is 10.7 s ahead; its dates are cut to the second.
        var ahead = TimeSpan.FromSeconds(10.7);
        for (var i = 0; i < 20; i++)
        {
            _machine.Advance(TimeSpan.FromMilliseconds(470));
            Observe(Cut(_machine.GetUtcNow() + ahead));
        }

        Assert.InRange((ahead - _clock.Offset).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        var settled = _clock.Offset;
        Observe(Cut(_machine.GetUtcNow() + ahead));
        Assert.Equal(settled, _clock.Offset);
    }

    [Fact]
    public void Timestamps_and_timers_are_the_machines()
    {
        var rang = 0;
        Observe(Noon.AddHours(1));
        using var timer = _clock.CreateTimer(_ => rang++, null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);

        _machine.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(1, rang);
        Assert.Equal(_machine.GetTimestamp(), _clock.GetTimestamp());
        Assert.Equal(_machine.TimestampFrequency, _clock.TimestampFrequency);
    }

    private static DateTimeOffset Cut(DateTimeOffset time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private void Observe(DateTimeOffset date, TimeSpan took = default)
    {
        var sent = _machine.GetTimestamp();
        _machine.Advance(took);
        _clock.Observe(date, sent);
    }
}
