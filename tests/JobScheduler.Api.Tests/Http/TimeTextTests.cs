using JobScheduler.Api.Http;

namespace JobScheduler.Api.Tests.Http;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("2026-12-01T07:30:00+01:00", "2026-12-01T06:30:00.000Z")]
    [InlineData("2026-12-01T06:30:00Z", "2026-12-01T06:30:00.000Z")]
    [InlineData("2026-12-01t06:30:00z", "2026-12-01T06:30:00.000Z")]
    [InlineData("2026-12-01T06:30:00.1239999Z", "2026-12-01T06:30:00.123Z")]
    [InlineData("2026-12-01T06:30:00.123456789012Z", "2026-12-01T06:30:00.123Z")]
    [InlineData("2024-02-29T00:00:00-00:30", "2024-02-29T00:30:00.000Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z")]
    public void TryParse_rfc3339_isUtcToTheMillisecond(string text, string expected)
    {
        Assert.True(TimeText.TryParse(text, out var time));
        Assert.Equal(expected, Timestamp.Format(time));
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-12-01")]
    [InlineData("2026-12-01T06:30:00")]
    [InlineData("2026-12-01T06:30Z")]
    [InlineData("2026-12-01 06:30:00Z")]
    [InlineData("2026-12-01T06:30:00.Z")]
    [InlineData("2026-12-01T06:30:60Z")]
    [InlineData("2026-02-30T06:30:00Z")]
    [InlineData("2026-12-01T24:00:00Z")]
    [InlineData("2026-12-01T06:30:00+25:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("2026-12-01T06:30:00+0100")]
    [InlineData("01.12.2026 06:30:00Z")]
    [InlineData("20261201T063000.0000Z")]
    public void TryParse_anythingElse_false(string? text) => Assert.False(TimeText.TryParse(text, out _));
}
