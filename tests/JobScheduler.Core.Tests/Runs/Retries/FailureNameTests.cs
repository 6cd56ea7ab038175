using CsCheck;
using JobScheduler.Runs;

namespace JobScheduler.Core.Tests.Runs.Retries;

public sealed class FailureNameTests
{
    [Theory]
    [InlineData("timeout", "timeout", true)]
    [InlineData("Timeout", "tIMEOUT", true)]
    [InlineData("http:503", "http:503", true)]
    [InlineData("http:503", "http:504", false)]
    [InlineData("http:5xx", "http:503", true)]
    [InlineData("HTTP:5XX", "http:503", true)]
    [InlineData("http:5xx", "http:404", false)]
    [InlineData("http", "http:404", true)]
    [InlineData("http", "httpish", false)]
    [InlineData("http:", "http:404", false)]
    [InlineData("http:50x", "http:503", false)]
    [InlineData("http:xxx", "http:503", false)]
    [InlineData("job:5xx", "job:503", false)]
    [InlineData("time", "timeout", false)]
    [InlineData("*", "timeout", false)]
    [InlineData("", "timeout", false)]
    public void Matches_pattern_only_as_documented(string pattern, string name, bool expected) =>
        Assert.Equal(expected, FailureName.Matches(pattern, name));

    [Fact]
    public void Matches_any_two_status_codes_exactly_within_one_hundred() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[100, 999]).Sample((hundred, status) =>
            Assert.Equal(status / 100 == hundred, FailureName.Matches($"http:{hundred}xx", $"http:{status}")));
}
