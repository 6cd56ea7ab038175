using JobScheduler.Api.Http;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http.Memory;

public sealed class HeapWatchTests
{
    private const long Limit = 1600;

    private readonly FakeTimeProvider _time = new();
    private long _used;
    private long _live;
    private int _collections;

    [Theory]
    [InlineData(1399, MemoryRoom.Small, false)]
    [InlineData(1400, MemoryRoom.Small, true)]
    [InlineData(1400, MemoryRoom.Large, true)]
    [InlineData(1400, MemoryRoom.Report, false)]
    [InlineData(1500, MemoryRoom.Report, true)]
    public void IsNearlyFull_by_what_is_left_after_a_collection(long live, MemoryRoom room, bool isFull)
    {
        (_used, _live) = (Limit, live);

        Assert.Equal(isFull, Watch().IsNearlyFull(room));
        Assert.Equal(1, _collections);
    }

    [Fact]
    public void IsNearlyFull_with_enough_left_collects_nothing()
    {
        _used = 1399;

        Assert.False(Watch().IsNearlyFull(MemoryRoom.Small));
        Assert.Equal(0, _collections);
    }

    [Fact]
    public void IsNearlyFull_collects_once_a_second_and_notices_what_others_collect()
    {
        (_used, _live) = (1500, 1500);
        var watch = Watch();
        Assert.True(watch.IsNearlyFull(MemoryRoom.Small));
        Assert.True(watch.IsNearlyFull(MemoryRoom.Small));
        Assert.Equal(1, _collections);

        _time.Advance(HeapWatch.Pause);
        Assert.True(watch.IsNearlyFull(MemoryRoom.Small));
        Assert.Equal(2, _collections);

        _used = 100;
        _time.Advance(HeapWatch.Fresh);
        Assert.False(watch.IsNearlyFull(MemoryRoom.Small));
        Assert.Equal(2, _collections);
    }

    private HeapWatch Watch() => new(Limit, () => _used, () => (_used, _collections) = (_live, _collections + 1), _time);
}
