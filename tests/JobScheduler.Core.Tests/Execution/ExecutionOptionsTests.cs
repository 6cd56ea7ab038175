namespace JobScheduler.Execution;

public sealed class ExecutionOptionsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 1)]
    [InlineData(9, 3)]
    [InlineData(20, 5)]
    [InlineData(3600, 5)]
    public void EndingAtStop_isAThirdOfTheGracePeriodWithinBounds(int grace, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new ExecutionOptions { GracePeriod = TimeSpan.FromSeconds(grace) }.EndingAtStop());
}
