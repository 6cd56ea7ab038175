using JobScheduler.Hosting.Settings;

namespace JobScheduler.Processes.Tests.Parts;

public class SuggestionTests
{
    [Theory]
    [InlineData("data", "data", 0)]
    [InlineData("datta", "data", 1)]
    [InlineData("DATA", "data", 0)]
    [InlineData("Cuont", "Count", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("sqlite", "azure", 5)]
    public void Slips_counts_letters_more_less_other_and_swapped(string one, string other, int slips)
    {
        Assert.Equal(slips, Suggestion.Slips(one, other));
        Assert.Equal(slips, Suggestion.Slips(other, one));
    }

    [Theory]
    [InlineData("--datta", "--data")]
    [InlineData("--dta", "--data")]
    [InlineData("--Executon:Wrokers", "--Execution:Workers")]
    [InlineData("--workers", "--Execution:Workers")]
    [InlineData("--folder", null)]
    [InlineData("--Path", null)]
    public void For_gives_what_is_similar_or_has_the_same_name_in_one_section_only(string word, string? meant) => Assert.Equal(
        meant, Suggestion.For(word, ["--data", "--urls", "--Execution:Workers", "--Logging:File:Path", "--Other:Path"]));
}
