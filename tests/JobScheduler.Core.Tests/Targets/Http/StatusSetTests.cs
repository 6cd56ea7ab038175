namespace JobScheduler.Targets.Http;

public sealed class StatusSetTests
{
    [Theory]
    [InlineData("200-299", "200 299", "199 300 304")]
    [InlineData("200-299,304", "250 304", "303 305")]
    [InlineData(" 200 , 404-404 ", "200 404", "201 403 405")]
    [InlineData("200-599", "200 500 599", "600 199")]
    public void TryParse_set_containsExactlyItsStatuses(string text, string inside, string outside)
    {
        var set = StatusSet.TryParse(text, out var message);
        Assert.Null(message);
        Assert.All(inside.Split(' '), status => Assert.True(set!.Contains(int.Parse(status))));
        Assert.All(outside.Split(' '), status => Assert.False(set!.Contains(int.Parse(status))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("200,")]
    [InlineData("2xx")]
    [InlineData("299-200")]
    [InlineData("200-250-299")]
    [InlineData("-200")]
    [InlineData("200-")]
    [InlineData("199")]
    [InlineData("600")]
    [InlineData("+200")]
    [InlineData("99999999999999999999")]
    public void TryParse_malformedSet_saysWhatIsRight(string? text)
    {
        Assert.Null(StatusSet.TryParse(text, out var message));
        Assert.Contains("200-299", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_tooManyParts_isRefused()
    {
        Assert.NotNull(StatusSet.TryParse(string.Join(',', Enumerable.Repeat("200", 50)), out _));
        Assert.Null(StatusSet.TryParse(string.Join(',', Enumerable.Repeat("200", 51)), out var message));
        Assert.Contains("50", message, StringComparison.Ordinal);
    }
}
