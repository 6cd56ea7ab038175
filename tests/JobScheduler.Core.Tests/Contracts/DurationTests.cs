using CsCheck;

namespace JobScheduler.Core.Tests.Contracts;

public sealed class DurationTests
{
    [Fact]
    public void What_is_written_is_read_back() => Gen.Long[0, (long)Duration.Longest.TotalMilliseconds].Sample(milliseconds =>
    {
        var value = TimeSpan.FromMilliseconds(milliseconds);
        Assert.True(Duration.TryParse(Duration.Format(value), out var read));
        Assert.Equal(value, read);
    });

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("PT5M", 300_000)]
    [InlineData("P1DT1S", 86_401_000)]
    [InlineData("0s", 0)]
    public void Both_forms_are_read(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var value));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("30m1h")]
    [InlineData("1s1s")]
    [InlineData("1.5h")]
    [InlineData("1H")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("-PT5M")]
    [InlineData("99999999999999d")]
    [InlineData("36526d")]
    public void Anything_else_is_refused(string? text) => Assert.False(Duration.TryParse(text, out _));
}
