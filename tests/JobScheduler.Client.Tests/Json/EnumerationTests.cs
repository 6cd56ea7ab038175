namespace JobScheduler.Client.Tests.Json;

/// <summary>The words of the contract, each as a literal: a renamed value would be refused by the server.</summary>
public sealed class EnumerationTests
{
    [Fact]
    public void Values_are_the_words_of_the_contract()
    {
        Assert.Equal("rate delay", Words<IntervalMode>());
        Assert.Equal("auto skip nextValid shift", Words<GapRule>());
        Assert.Equal("auto first second both", Words<RepeatRule>());
        Assert.Equal("none next previous", Words<CalendarShift>());
        Assert.Equal("fireOnce fireAll skip", Words<MisfireRule>());
        Assert.Equal("skip allow queueOne queueAll cancelPrevious", Words<OverlapRule>());
        Assert.Equal("exclude include", Words<CalendarKind>());
    }

    private static string Words<T>()
        where T : struct, Enum => string.Join(' ', EnumText.All<T>());
}
