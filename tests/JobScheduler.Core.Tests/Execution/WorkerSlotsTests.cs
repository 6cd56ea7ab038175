using JobScheduler.Execution;
using JobScheduler.Shards;

namespace JobScheduler.Core.Tests.Execution;

public sealed class WorkerSlotsTests
{
    [Fact]
    public async Task Slots_that_become_free_go_8_to_3_to_1()
    {
        var slots = new WorkerSlots(1);
        Assert.Equal(1, await slots.TakeAsync(QueueNames.Normal, 1, CancellationToken.None));
        var waiting = new[] { QueueNames.High, QueueNames.Normal, QueueNames.Low }
            .SelectMany(queue => Enumerable.Range(0, 120).Select(_ => ServedAsync(queue)))
            .ToList();
        var served = new Dictionary<string, int>();
        for (var i = 0; i < 120; i++)
        {
            slots.Release(QueueNames.Normal);
            var next = await Task.WhenAny(waiting);
            waiting.Remove(next);
            served[await next] = served.GetValueOrDefault(await next) + 1;
        }

        Assert.InRange(served[QueueNames.High], 78, 82);
        Assert.InRange(served[QueueNames.Normal], 28, 32);
        Assert.InRange(served[QueueNames.Low], 8, 12);

        async Task<string> ServedAsync(string queue)
        {
            await slots.TakeAsync(queue, 1, CancellationToken.None);
            return queue;
        }
    }

    [Fact]
    public async Task Suspects_run_one_at_a_time()
    {
        var slots = new WorkerSlots(5);
        Assert.Equal(1, await slots.TakeAsync(QueueNames.Suspect, 5, CancellationToken.None));
        var second = slots.TakeAsync(QueueNames.Suspect, 1, CancellationToken.None);
        Assert.False(second.IsCompleted);
        slots.Release(QueueNames.Suspect);
        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task Who_gives_up_waiting_gets_nothing_and_takes_nothing()
    {
        var slots = new WorkerSlots(1);
        await slots.TakeAsync(QueueNames.High, 1, CancellationToken.None);
        using var patience = new CancellationTokenSource();
        var waiting = slots.TakeAsync(QueueNames.High, 1, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        slots.Release(QueueNames.High);
        Assert.Equal(1, slots.Free);
    }
}
