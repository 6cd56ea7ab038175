using JobScheduler.Client.Json;

namespace JobScheduler.Client.Tests.Json;

public sealed class DurationTextTests
{
    public static TheoryData<string, TimeSpan> Written => new()
    {
        { "0s", TimeSpan.Zero },
        { "250ms", TimeSpan.FromMilliseconds(250) },
        { "1h30m", TimeSpan.FromMinutes(90) },
        { "30d", TimeSpan.FromDays(30) },
        { "1d2h3m4s5ms", new TimeSpan(1, 2, 3, 4, 5) },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Format_whole_milliseconds_reads_back(string text, TimeSpan value)
    {
        Assert.Equal(text, DurationText.Format(value));
        Assert.True(DurationText.TryParse(text, out var read));
        Assert.Equal(value, read);
    }

    [Fact]
    public void Format_less_than_a_millisecond_is_not_none() => Assert.Equal("1ms", DurationText.Format(TimeSpan.FromTicks(1)));

    [Fact]
    public void Format_negative_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => DurationText.Format(TimeSpan.FromSeconds(-1)));

    [Fact]
    public void TryParse_iso_is_read()
    {
        Assert.True(DurationText.TryParse("PT5M", out var value));
        Assert.Equal(TimeSpan.FromMinutes(5), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m5")]
    [InlineData("5w")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("1.5h")]
    [InlineData("999999999999999999d")]
    [InlineData("9999999999999999999999d")]
    [InlineData("PX")]
    public void TryParse_anything_else_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
