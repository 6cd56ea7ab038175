using JobScheduler.Api.Http;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http.Memory;

public sealed class MemoryBudgetTests
{
    private const long Mebibyte = 1024 * 1024;
    private const long Most = 80 * Mebibyte;

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryBudget _budget;

    public MemoryBudgetTests() => _budget = new(Most, _time);

    [Fact]
    public void Shares_are_within_the_whole() =>
        Assert.Equal(Most, Enum.GetValues<MemoryRoom>().Sum(_budget.Within));

    [Theory]
    [InlineData(64, 20)]
    [InlineData(96, 36)]
    [InlineData(384, 180)]
    [InlineData(16, 16)]
    public void MostOf_is_half_of_what_the_heap_has_beyond_24_MiB(long heap, long most) =>
        Assert.Equal(most * Mebibyte, MemoryBudget.MostOf(heap * Mebibyte));

    [Fact]
    public void Largest_bulk_fits_into_a_heap_of_384_MiB() => Assert.InRange(
        (BodyLimits.Bulk * (1L + RouteMemory.MadeOfBulk)) + RouteMemory.Little.Bytes,
        0,
        new MemoryBudget(MemoryBudget.MostOf(384 * Mebibyte), _time).Within(MemoryRoom.Large));

    [Theory]
    [InlineData(MemoryRoom.Large)]
    [InlineData(MemoryRoom.Small)]
    [InlineData(MemoryRoom.Report)]
    public void TryTake_beyond_the_share_takes_nothing(MemoryRoom room)
    {
        Assert.True(_budget.TryTake(_budget.Within(room), room));
        Assert.False(_budget.TryTake(1, room));
        Assert.Equal(_budget.Within(room), _budget.Taken);
        Assert.All(Enum.GetValues<MemoryRoom>().Where(other => other != room), other => Assert.True(_budget.TryTake(1, other)));
    }

    [Fact]
    public async Task TakeAsync_waits_until_others_return_in_order_of_arrival()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var share = _budget.Within(MemoryRoom.Large);
        Assert.True(_budget.TryTake(share, MemoryRoom.Large));
        var first = _budget.TakeAsync(share, MemoryRoom.Large, MemoryBudget.Patience, cancellation).AsTask();
        var second = _budget.TakeAsync(1, MemoryRoom.Large, MemoryBudget.Patience, cancellation).AsTask();
        Assert.Equal(2, _budget.Waiting);

        _budget.Return(1, MemoryRoom.Large);
        Assert.False(first.IsCompleted || second.IsCompleted);
        _budget.Return(share - 1, MemoryRoom.Large);
        Assert.True(await first);
        Assert.False(second.IsCompleted);
        _budget.Return(share, MemoryRoom.Large);
        Assert.True(await second);
        Assert.Equal(1, _budget.Taken);
    }

    [Fact]
    public async Task TakeAsync_while_others_of_another_room_wait_does_not_wait()
    {
        Assert.True(_budget.TryTake(_budget.Within(MemoryRoom.Large), MemoryRoom.Large));
        var large = _budget.TakeAsync(1, MemoryRoom.Large, MemoryBudget.Patience, TestContext.Current.CancellationToken).AsTask();

        Assert.True(await _budget.TakeAsync(1, MemoryRoom.Small, MemoryBudget.Patience, TestContext.Current.CancellationToken));
        Assert.False(large.IsCompleted);
    }

    [Fact]
    public async Task TakeAsync_after_its_patience_is_refused_and_takes_nothing()
    {
        Assert.True(_budget.TryTake(_budget.Within(MemoryRoom.Small), MemoryRoom.Small));
        var waiting = _budget.TakeAsync(1, MemoryRoom.Small, MemoryBudget.Patience, TestContext.Current.CancellationToken).AsTask();
        _time.Advance(MemoryBudget.Patience);

        Assert.False(await waiting);
        Assert.Equal(0, _budget.Waiting);
        Assert.Equal(_budget.Within(MemoryRoom.Small), _budget.Taken);
    }

    [Fact]
    public async Task TakeAsync_that_is_canceled_takes_nothing_and_lets_those_behind_it_on()
    {
        using var cancel = new CancellationTokenSource();
        Assert.True(_budget.TryTake(_budget.Within(MemoryRoom.Small) - 1, MemoryRoom.Small));
        var large = _budget.TakeAsync(2, MemoryRoom.Small, MemoryBudget.Patience, cancel.Token).AsTask();
        var small = _budget.TakeAsync(1, MemoryRoom.Small, MemoryBudget.Patience, TestContext.Current.CancellationToken).AsTask();

        // There would be enough for it, but it does not overtake.
        Assert.False(small.IsCompleted);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        Assert.True(await small);
    }

    [Fact]
    public async Task TakeAsync_while_many_wait_is_refused_at_once()
    {
        Assert.True(_budget.TryTake(_budget.Within(MemoryRoom.Small), MemoryRoom.Small));
        for (var i = 0; i < MemoryBudget.MostWaiting; i++)
        {
            _ = _budget.TakeAsync(1, MemoryRoom.Small, MemoryBudget.Patience, TestContext.Current.CancellationToken).AsTask();
        }

        Assert.False(await _budget.TakeAsync(1, MemoryRoom.Small, MemoryBudget.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Many_at_once_never_have_more_than_the_share_and_leave_nothing()
    {
        var share = _budget.Within(MemoryRoom.Large);
        await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 200; round++)
            {
                var bytes = share / i;
                Assert.True(await _budget.TakeAsync(bytes, MemoryRoom.Large, MemoryBudget.Patience, TestContext.Current.CancellationToken));
                await Task.Yield();
                _budget.Return(bytes, MemoryRoom.Large);
            }
        })));

        Assert.Equal((0, 0), (_budget.Taken, _budget.Waiting));
    }
}
