using JobScheduler.Shards.Records;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Shards.Records;

public sealed class RecordTurnsTests
{
    private static readonly RecordKey Key = new("acme", "a", "J~acme~a", 3);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Writer_who_leaves_the_line_lets_the_next_one_pass()
    {
        var turns = new RecordTurns(_time);
        using var canceled = new CancellationTokenSource();
        var first = await turns.TakeAsync(Key, TimeSpan.FromSeconds(5), CancellationToken.None);
        var second = turns.TakeAsync(Key, TimeSpan.FromSeconds(5), canceled.Token).AsTask();
        var third = turns.TakeAsync(Key, TimeSpan.FromSeconds(1), CancellationToken.None).AsTask();
        var fourth = turns.TakeAsync(Key, TimeSpan.FromSeconds(5), CancellationToken.None).AsTask();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await third);
        Assert.False(fourth.IsCompleted);

        first!.Dispose();

        (await fourth)!.Dispose();
        (await turns.TakeAsync(Key, TimeSpan.Zero, CancellationToken.None))!.Dispose();
    }

    [Fact]
    public async Task Turns_are_taken_in_the_order_of_arrival_and_per_record()
    {
        var turns = new RecordTurns(_time);
        var order = new List<int>();
        var first = await turns.TakeAsync(Key, TimeSpan.FromSeconds(5), CancellationToken.None);
        var others = Enumerable.Range(0, 20).Select(PassAsync).ToList();
        Assert.NotNull(await turns.TakeAsync(Key with { Shard = 4 }, TimeSpan.Zero, CancellationToken.None));
        Assert.Empty(order);

        first!.Dispose();
        await Task.WhenAll(others);

        Assert.Equal(Enumerable.Range(0, 20), order);

        async Task PassAsync(int number)
        {
            using var turn = await turns.TakeAsync(Key, TimeSpan.FromSeconds(5), CancellationToken.None);
            order.Add(number);
        }
    }
}
