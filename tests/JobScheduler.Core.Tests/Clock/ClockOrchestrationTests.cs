using JobScheduler.Clock;

namespace JobScheduler.Core.Tests.Clock;

public sealed class ClockOrchestrationTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Turn_then_sleep_then_itself_again()
    {
        var context = await PlayAsync(_ => TimeSpan.FromSeconds(7));
        Assert.Equal([$"call {ClockOrchestration.Turn}", "wait 7 s"], context.Asked);
        Assert.True(context.Continued);
        Assert.Equal(Start.AddSeconds(8), context.Now);
    }

    [Fact]
    public async Task Activity_is_called_once_over_all_replays()
    {
        var calls = 0;
        await PlayAsync(_ =>
        {
            calls++;
            return TimeSpan.Zero;
        });
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Failed_turn_is_followed_by_another_one_after_a_pause()
    {
        var context = await PlayAsync(name => new ActivityFailedException(name, "storage is away"));
        Assert.Equal($"wait {ClockOrchestration.AfterFailure.TotalSeconds} s", context.Asked[^1]);
        Assert.True(context.Continued);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(86_400, 60)]
    public async Task Answer_out_of_bounds_does_not_stop_the_clock(double answered, double slept)
    {
        var context = await PlayAsync(_ => TimeSpan.FromSeconds(answered));
        Assert.Equal($"wait {slept} s", context.Asked[^1]);
    }

    private static async Task<ReplayContext> PlayAsync(Func<string, object?> activity)
    {
        var context = new ReplayContext(Start, activity);
        await context.RunAsync(ClockOrchestration.RunAsync);
        return context;
    }
}
