using System.Net;
using JobScheduler.Api.Http;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http.Gate;

public sealed class GuessTableTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly GuessTable _table;

    public GuessTableTests() => _table = new GuessTable(_time);

    [Fact]
    public void Count_ten_in_a_minute_are_free_and_the_next_is_put_off()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(Count("203.0.113.7"));
        }

        Assert.Equal(TimeSpan.FromSeconds(5), Count("203.0.113.7"));
    }

    [Fact]
    public void Count_one_each_minute_is_never_put_off()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(Count("203.0.113.7"));
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Count_during_a_pause_tells_what_is_left_of_it_and_does_not_make_it_longer()
    {
        PutOff("203.0.113.7");
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(3), Count("203.0.113.7"));
        Assert.Equal(TimeSpan.FromSeconds(3), Count("203.0.113.7"));
    }

    [Fact]
    public void Count_after_each_pause_doubles_the_next_up_to_five_minutes()
    {
        PutOff("203.0.113.7");
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            pauses.Add(Count("203.0.113.7")!.Value.TotalSeconds);
        }

        Assert.Equal([10, 20, 40, 80, 160, 300, 300, 300], pauses);
    }

    [Fact]
    public void Count_after_a_quarter_of_an_hour_of_silence_begins_anew()
    {
        PutOff("203.0.113.7");
        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.Null(_table.Count(IPAddress.Parse("203.0.113.7"), out var isFirst));
        Assert.True(isFirst);
    }

    [Fact]
    public void Count_when_the_clock_is_set_back_or_ahead_stays_the_same()
    {
        var time = new ShiftedTime(_time);
        var table = new GuessTable(time);
        for (var i = 0; i < 11; i++)
        {
            table.Count(IPAddress.Loopback, out _);
        }

        time.Shift = TimeSpan.FromDays(-1);
        Assert.Equal(TimeSpan.FromSeconds(5), table.Count(IPAddress.Loopback, out _));
        time.Shift = TimeSpan.FromDays(3650);
        Assert.Equal(TimeSpan.FromSeconds(5), table.Count(IPAddress.Loopback, out _));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1:2::ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("::203.0.113.7", "203.0.113.7", false)]
    public void Count_tells_addresses_apart_of_IPv6_by_their_first_64_bits(string one, string other, bool isSame)
    {
        PutOff(one);

        Assert.Equal(isSame, Count(other) is not null);
    }

    [Fact]
    public void Count_of_requests_without_an_address_is_one_count()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(_table.Count(null, out _));
        }

        Assert.NotNull(_table.Count(null, out _));
    }

    [Fact]
    public void Count_of_very_many_addresses_keeps_the_table_as_it_is_and_still_puts_off_a_busy_one()
    {
        var isPutOff = false;
        var busy = IPAddress.Parse("203.0.113.7");
        var many = Enumerable.Range(0, 1000).Select(i => new IPAddress(0x0A000000L + i)).ToArray();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200_000; i++)
        {
            _table.Count(many[i % many.Length], out _);
            isPutOff |= _table.Count(busy, out _) is not null;
        }

        Assert.True(isPutOff);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 100_000);
    }

    private void PutOff(string address)
    {
        for (var i = 0; i < 11; i++)
        {
            Count(address);
        }
    }

    private TimeSpan? Count(string address) => _table.Count(IPAddress.Parse(address), out _);

    private sealed class ShiftedTime(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Shift;

        public override long GetTimestamp() => inner.GetTimestamp();
    }
}
