using JobScheduler.Shards;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Shards;

public sealed class SignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Set_while_nobody_waits_is_remembered_once()
    {
        var signal = new Signal(_time);
        signal.Set();
        signal.Set();
        Assert.True(await signal.WaitAsync(Patience, CancellationToken.None));
        Assert.False(await signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task Set_while_some_wait_wakes_all_and_is_not_remembered()
    {
        var signal = new Signal(_time);
        var first = signal.WaitAsync(Patience, CancellationToken.None);
        var second = signal.WaitAsync(Patience, CancellationToken.None);
        Assert.False(first.IsCompleted || second.IsCompleted);
        signal.Set();
        Assert.True(await first);
        Assert.True(await second);
        Assert.False(await signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task WaitAsync_patience_over_tells_that_it_was_not_set()
    {
        var signal = new Signal(_time);
        var waiting = signal.WaitAsync(Patience, CancellationToken.None);
        _time.Advance(Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await waiting);
    }

    [Fact]
    public async Task WaitAsync_cancelled_leaves_the_next_set_to_others()
    {
        var signal = new Signal(_time);
        using var source = new CancellationTokenSource();
        var waiting = signal.WaitAsync(Patience, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        signal.Set();
        Assert.True(await signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
    }
}
