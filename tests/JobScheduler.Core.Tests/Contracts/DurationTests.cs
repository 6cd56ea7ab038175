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
    [InlineData("PT2147483648S", 2_147_483_648_000)]
    [InlineData("PT3155760000S", 3_155_760_000_000)]
    [InlineData("PT52596000M", 3_155_760_000_000)]
    [InlineData("PT876600H", 3_155_760_000_000)]
    [InlineData("P36525D", 3_155_760_000_000)]
    [InlineData("P5217W", 3_155_241_600_000)]
    [InlineData("P1W", 604_800_000)]
    [InlineData("P0W", 0)]
    [InlineData("P1W2DT3H4M5S", 788_645_000)]
    [InlineData("PT0S", 0)]
    [InlineData("P0D", 0)]
    [InlineData("PT0.5H", 1_800_000)]
    [InlineData("PT1,5M", 90_000)]
    [InlineData("P0.5W", 302_400_000)]
    [InlineData("P1DT0.25S", 86_400_250)]
    [InlineData("PT0.001S", 1)]
    [InlineData("PT0.0019999999999999999999999S", 1)]
    [InlineData("PT0.0009S", 0)]
    [InlineData("PT90S", 90_000)]
    [InlineData("PT00000000000000000000000000005M", 300_000)]
    [InlineData("2147483648s", 2_147_483_648_000)]
    [InlineData("3155760000000ms", 3_155_760_000_000)]
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
    [InlineData("PT3155760000.001S")]
    [InlineData("P36526D")]
    [InlineData("P5218W")]
    [InlineData("PT9223372036854775808S")]
    [InlineData("PT99999999999999999999999999999999999999S")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1")]
    [InlineData("PW")]
    [InlineData("PT.S")]
    [InlineData("PT1.S")]
    [InlineData("PT.5S")]
    [InlineData("PT1.5H30M")]
    [InlineData("PT1.5.5S")]
    [InlineData("PT1S1M")]
    [InlineData("PT1S1S")]
    [InlineData("PT1D")]
    [InlineData("PT1W")]
    [InlineData("P1H")]
    [InlineData("P1D1W")]
    [InlineData("P1Y2M3DT4H")]
    [InlineData("P0Y")]
    [InlineData("P-1D")]
    [InlineData("+PT5M")]
    [InlineData("pt5m")]
    [InlineData("PT5m")]
    [InlineData("PT 5M")]
    [InlineData("PT5M ")]
    [InlineData("PT1E3S")]
    [InlineData("PT\u0665S")]
    [InlineData("00:05:00")]
    public void Anything_else_is_refused(string? text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void Iso_parts_add_up() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 6], Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 99_999])
            .Sample((weeks, days, hours, minutes, ms) =>
            {
                var text = $"P{weeks}W{days}DT{hours}H{minutes}M{ms / 1000}.{ms % 1000:000}S";
                Assert.True(Duration.TryParse(text, out var value), text);
                Assert.Equal(new TimeSpan((weeks * 7) + days, hours, minutes, 0).Add(TimeSpan.FromMilliseconds(ms)), value);
            });

    [Fact]
    public void Reason_names_years_and_months() => Assert.Contains("years and months", Duration.Rule, StringComparison.Ordinal);
}
