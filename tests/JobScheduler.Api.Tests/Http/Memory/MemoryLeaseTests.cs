using JobScheduler.Api.Http;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http.Memory;

public sealed class MemoryLeaseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryBudget _budget;

    public MemoryLeaseTests() => _budget = new(1024 * 1024 * 1024, _time);

    [Fact]
    public void Take_beyond_what_is_small_leaves_the_share_of_small_requests()
    {
        using var lease = new MemoryLease(_budget, MemoryRoom.Small);
        lease.Take(MemoryBudget.Small);
        Assert.Equal(MemoryBudget.Small, _budget.TakenOf(MemoryRoom.Small));

        lease.Take(1);
        Assert.Equal(0, _budget.TakenOf(MemoryRoom.Small));
        Assert.Equal(MemoryBudget.Small + 1, _budget.TakenOf(MemoryRoom.Large));
    }

    [Fact]
    public void Take_of_what_others_have_503_and_what_it_had_stays()
    {
        using var lease = new MemoryLease(_budget, MemoryRoom.Small);
        lease.Take(1);
        var rest = _budget.Within(MemoryRoom.Small) - 1;
        Assert.True(_budget.TryTake(rest, MemoryRoom.Small));

        var refused = Assert.Throws<ProblemException>(() => lease.Take(1));
        Assert.Equal(ProblemKind.Unavailable, refused.Kind);
        Assert.Matches("^[1-9][0-9]*$", refused.Headers["Retry-After"]);
        Assert.Contains("memory", refused.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal((1, rest + 1), (lease.Taken, _budget.Taken));
    }

    [Fact]
    public async Task TakeAsync_waits_no_longer_in_all_than_once()
    {
        using var lease = new MemoryLease(_budget, MemoryRoom.Small);
        var all = _budget.Within(MemoryRoom.Small);
        Assert.True(_budget.TryTake(all, MemoryRoom.Small));
        var first = lease.TakeAsync(1, TestContext.Current.CancellationToken).AsTask();
        _time.Advance(MemoryBudget.Patience / 2);
        _budget.Return(1, MemoryRoom.Small);
        await first;

        var second = lease.TakeAsync(1, TestContext.Current.CancellationToken).AsTask();
        _time.Advance(MemoryBudget.Patience / 2);
        await Assert.ThrowsAsync<ProblemException>(() => second);
    }

    [Fact]
    public void KeepOnly_and_Dispose_give_back_once()
    {
        var lease = new MemoryLease(_budget, MemoryRoom.Report);
        lease.Take(1000);
        lease.KeepOnly(2000);
        Assert.Equal(1000, _budget.Taken);
        lease.KeepOnly(10);
        Assert.Equal(10, _budget.Taken);
        lease.Dispose();
        lease.Dispose();
        Assert.Equal(0, _budget.Taken);
    }
}
