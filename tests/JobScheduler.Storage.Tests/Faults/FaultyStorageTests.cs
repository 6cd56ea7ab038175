using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Storage.Tests;

/// <summary>The fault plan does to a call what it says, and to no other.</summary>
public sealed class FaultyStorageTests
{
    private readonly MemoryStorage _memory = new(new FakeTimeProvider());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.FailBefore, StorageFault.Transient, false)]
    [InlineData(Fault.FailAfter, StorageFault.Unknown, true)]
    [InlineData(Fault.Throttled, StorageFault.Throttled, false)]
    [InlineData(Fault.Full, StorageFault.Full, false)]
    [InlineData(Fault.Refused, StorageFault.Permanent, false)]
    public async Task Failing_call_throws_its_fault_and_takes_effect_or_not(Fault fault, StorageFault thrown, bool effect)
    {
        var storage = new FaultyStorage(_memory, FaultPlan.At(2, fault));
        await InsertAsync(storage, "a");

        var error = await Assert.ThrowsAsync<StorageException>(() => InsertAsync(storage, "b"));
        await InsertAsync(storage, "c");

        Assert.Equal(thrown, error.Fault);
        Assert.Equal(effect ? ["a", "b", "c"] : ["a", "c"], _memory.Rows("1").Select(row => row.Key));
    }

    [Fact]
    public async Task Throttled_call_says_when_to_come_again()
    {
        var plan = FaultPlan.When(_ => Fault.Throttled);

        var error = await Assert.ThrowsAsync<StorageException>(() => InsertAsync(new FaultyStorage(_memory, plan), "a"));

        Assert.Equal(plan.RetryAfter, error.RetryAfter);
    }

    [Theory]
    [InlineData(Fault.CrashBefore, false)]
    [InlineData(Fault.CrashAfter, true)]
    public async Task Crash_ends_every_later_call_of_its_process_and_none_of_the_next(Fault fault, bool effect)
    {
        var storage = new FaultyStorage(_memory, FaultPlan.At(1, fault));

        var crash = await Assert.ThrowsAsync<SimulatedCrashException>(() => InsertAsync(storage, "a"));
        await Assert.ThrowsAsync<SimulatedCrashException>(() => InsertAsync(storage, "b"));
        await Assert.ThrowsAsync<SimulatedCrashException>(
            async () => await storage.Queues.SendAsync("work", "x", TimeSpan.Zero, Cancellation));
        await InsertAsync(new FaultyStorage(_memory, FaultPlan.None), "c");

        Assert.Equal(1, crash.Call.Number);
        Assert.True(storage.HasCrashed);
        Assert.Equal(effect ? ["a", "c"] : ["c"], _memory.Rows("1").Select(row => row.Key));
        Assert.Empty(_memory.Messages("work"));
    }

    [Fact]
    public async Task Crash_between_calls_ends_the_later_ones()
    {
        var storage = new FaultyStorage(_memory, FaultPlan.None);
        await InsertAsync(storage, "a");

        storage.Crash();

        await Assert.ThrowsAsync<SimulatedCrashException>(() => InsertAsync(storage, "b"));
    }

    [Fact]
    public async Task Doubled_send_is_two_messages_and_a_doubled_commit_is_one()
    {
        var storage = new FaultyStorage(_memory, FaultPlan.When(_ => Fault.Doubled));

        await storage.Queues.SendAsync("work", "x", TimeSpan.Zero, Cancellation);
        await InsertAsync(storage, "a");

        Assert.Equal(["x", "x"], _memory.Messages("work").Select(message => message.Body));
        Assert.Equal([Fault.Doubled, Fault.None], storage.Calls.Select(call => call.Fault));
    }

    [Fact]
    public async Task Calls_are_numbered_over_all_ports_and_counted_by_name()
    {
        var storage = new FaultyStorage(_memory, FaultPlan.None);
        await InsertAsync(storage, "a");
        await storage.Tables.GetAsync("1", "a", Cancellation);
        await storage.Tables.ReadAsync(new RowQuery("1", "a", "b"), Cancellation);
        await storage.Queues.ReceiveAsync("work", 1, TimeSpan.FromSeconds(1), Cancellation);
        await storage.Queues.SendAsync("work", "x", TimeSpan.Zero, Cancellation);
        await storage.Queues.ReceiveAsync("work", 1, TimeSpan.FromSeconds(1), Cancellation);

        Assert.Equal(
            "table.commit 01 1, table.get 02 1, table.read 03 1, queue.receive 04 work, queue.send 05 work, queue.receive 06 work",
            string.Join(", ", storage.Calls));
        var counter = storage.Counter;
        Assert.Equal((1, 1, 1, 1), (counter.Commits, counter.Gets, counter.Reads, counter.Sends));
        Assert.Equal((1, 1), (counter.Receives, counter.EmptyReceives));
        Assert.Equal((3, 5), (counter.TableCalls, counter.Total));
    }

    [Fact]
    public void Calls_complete_synchronously_so_that_one_thread_can_drive_all()
    {
        var storage = new FaultyStorage(_memory, FaultPlan.None);

        Assert.True(InsertAsync(storage, "a").IsCompletedSuccessfully);
        Assert.True(storage.Queues.ReceiveAsync("work", 1, TimeSpan.FromSeconds(1), Cancellation).AsTask().IsCompletedSuccessfully);
        Assert.True(storage.Blobs.GetAsync("blob", 0, Cancellation).AsTask().IsCompletedSuccessfully);
    }

    private static async Task InsertAsync(FaultyStorage storage, string key) =>
        Assert.True((await storage.Tables.CommitAsync("1", [RowOperation.Insert(key, Columns.None)], Cancellation)).Succeeded);
}
