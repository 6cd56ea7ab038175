using JobScheduler.Api.Http;
using JobScheduler.Shards.Records;

namespace JobScheduler.Api.Tests.Http;

/// <summary>The grammar of RFC 9110, 8.8.3 and 5.6.1; the comparisons of 8.8.3.2, with the table given there.</summary>
public sealed class EntityTagListTests
{
    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("W/\"a\"", true)]
    [InlineData("\"x\", \"a\"", true)]
    [InlineData("\"x\",W/\"y\",\"a\"", true)]
    [InlineData(" , \"x\" ,, \"a\" , ", true)]
    [InlineData("\"x\",\t\"a\"", true)]
    [InlineData("*", true)]
    [InlineData("\"\"", false)]
    [InlineData("\"A\"", false)]
    [InlineData("\"a,b\"", false)]
    [InlineData("\"x\\\", \"y\"", false)]
    public void TryParse_listOfTags_fitsWeakly(string header, bool fits)
    {
        var tags = EntityTagList.TryParse(header);

        Assert.NotNull(tags);
        Assert.Equal(fits, tags.FitWeakly("a"));
        Assert.False(tags.FitWeakly(null));
        Assert.False(tags.FitStrongly(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("a")]
    [InlineData("\"a")]
    [InlineData("'a'")]
    [InlineData("w/\"a\"")]
    [InlineData("W/ \"a\"")]
    [InlineData("W/")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("\"a\"b")]
    [InlineData("\"a b\"")]
    [InlineData("*, \"a\"")]
    [InlineData("\"a\", *")]
    [InlineData("**")]
    [InlineData("\"*")]
    public void TryParse_anythingElse_null(string header) => Assert.Null(EntityTagList.TryParse(header));

    [Fact]
    public void TryParse_twoLines_oneList()
    {
        var tags = EntityTagList.TryParse(new(["\"a\"", "\"b\", \"c\""]));

        Assert.All(["a", "b", "c"], tag => Assert.True(tags!.FitStrongly(tag)));
        Assert.Null(EntityTagList.TryParse(new(["*", "\"a\""])));
    }

    // 8.8.3.2: W/"1" and W/"1", W/"1" and W/"2", W/"1" and "1", "1" and "1"; ours is always strong.
    [Theory]
    [InlineData("W/\"1\"", false, true)]
    [InlineData("W/\"2\"", false, false)]
    [InlineData("\"1\"", true, true)]
    [InlineData("\"2\"", false, false)]
    [InlineData("*", true, true)]
    public void Fit_byTheTableOfTheRfc(string header, bool strongly, bool weakly)
    {
        EntityTags tags = EntityTagList.TryParse(header)!;

        Assert.Equal((strongly, weakly), (tags.FitStrongly("1"), tags.FitWeakly("1")));
    }
}
