using System.Text.Json;
using JobScheduler.Client.Json;

namespace JobScheduler.Client.Tests.Json;

public sealed class DurationTests
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
        Assert.Equal(text, SentDurationConverter.Format(value));
        Assert.True(Duration.TryParse(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData(1, "1ms")]
    [InlineData(10_000, "1ms")]
    [InlineData(10_001, "2ms")]
    [InlineData(9_999_999, "1s")]
    public void Part_of_a_millisecond_counts_as_one(long ticks, string text)
    {
        Assert.Equal(text, SentDurationConverter.Format(TimeSpan.FromTicks(ticks)));
        Assert.Equal($$"""{"after":"{{text}}"}""", Write(TimeSpan.FromTicks(ticks)));
    }

    [Fact]
    public void Negative_is_not_sent()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SentDurationConverter.Format(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void TryParse_iso_is_read()
    {
        Assert.True(Duration.TryParse("PT5M", out var value));
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
    public void TryParse_anything_else_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    private static string Write(TimeSpan after) => JsonSerializer.Serialize(new RunRequest { After = after }, ClientJson.Of<RunRequest>());
}
