using JobScheduler.Api.Health;
using JobScheduler.Clock;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Functions.Tests.Orchestration;

public sealed class ClockSignTests
{
    [Fact]
    public async Task Ready_is_who_has_a_clock_that_ticks()
    {
        using var head = new Head();
        var sign = Assert.Single(head.Services.GetServices<IReadinessSign>());
        Assert.Contains("not ticked yet", await MissingAsync(), StringComparison.Ordinal);

        await head.Services.GetRequiredService<ClockTurn>().RunAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(await MissingAsync());
        head.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await MissingAsync());

        head.Time.Advance(ClockWatchdog.TickPatience);
        Assert.Contains("last ticked", await MissingAsync(), StringComparison.Ordinal);

        Task<string?> MissingAsync() => sign.WhatIsMissingAsync(TestContext.Current.CancellationToken);
    }
}
