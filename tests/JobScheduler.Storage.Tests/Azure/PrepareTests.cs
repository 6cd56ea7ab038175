using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using JobScheduler.Storage.Azure;

namespace JobScheduler.Storage.Tests;

/// <summary>Accounts that are new, shared, out of reach, closed, or robbed of what was in them.</summary>
public sealed class PrepareTests : AzureTests
{
    [Fact]
    public async Task Prepare_by_several_at_once_and_again_is_no_error()
    {
        var azurite = await SharedAzurite.GetAsync();
        var (connection, prefix) = (await azurite.ConnectionStringAsync(), azurite.NextPrefix());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Create(connection, prefix).PrepareAsync(Cancellation).AsTask()));

        var storage = Create(connection, prefix);
        await storage.PrepareAsync(Cancellation);
        await CommitAsync(storage, RowOperation.Insert("a", Number(1)));
        await storage.PrepareAsync(Cancellation);
        Assert.NotNull(await storage.Tables.GetAsync("1", "a", Cancellation));
    }

    [Fact]
    public async Task Account_out_of_reach_is_refused_with_what_to_check()
    {
        var refusal = await FaultAsync(
            StorageFault.Permanent, async () => await Create(ConnectionTo(FreePort())).PrepareAsync(Cancellation));

        Assert.Contains("account nobody, table test", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Check JobStore", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_is_refused_at_once_with_what_to_check()
    {
        var connection = await (await SharedAzurite.GetAsync()).ConnectionStringAsync();
        var wrong = string.Join(
            ';',
            connection.Split(';').Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? "AccountKey=d3Jvbmc=" : part));

        var refusal = await FaultAsync(StorageFault.Permanent, async () => await Create(wrong).PrepareAsync(Cancellation));

        Assert.Contains("check the key in JobStore", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Storage Table Data Contributor", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("d3Jvbmc", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_table_is_not_taken_for_an_empty_one()
    {
        var (storage, connection, prefix) = await OpenAsync();
        await new TableClient(connection, prefix).DeleteAsync(Cancellation);

        await FaultAsync(StorageFault.Permanent, async () => await storage.Tables.GetAsync("1", "a", Cancellation));
        await FaultAsync(StorageFault.Permanent, async () => await storage.Tables.ReadAsync(new RowQuery("1", "a", "b"), Cancellation));
        await FaultAsync(StorageFault.Permanent, async () => await CommitAsync(storage, RowOperation.Insert("a", Number(1))));
        await FaultAsync(StorageFault.Permanent, async () => await CommitAsync(storage, RowOperation.Delete("a")));
        var refusal = await FaultAsync(
            StorageFault.Permanent, async () => await CommitAsync(storage, RowOperation.Insert("a", Number(1)), RowOperation.Delete("b")));

        Assert.Contains("deleted while in use", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_queue_is_created_again_by_its_next_use()
    {
        var (storage, connection, prefix) = await OpenAsync();
        var queue = new QueueClient(connection, new AzureNames(prefix).Queue(Queue));

        await queue.DeleteAsync(Cancellation);
        Assert.Empty(await storage.Queues.ReceiveAsync(Queue, 1, TimeSpan.FromSeconds(1), Cancellation));
        await queue.DeleteAsync(Cancellation);
        await storage.Queues.SendAsync(Queue, "a", TimeSpan.Zero, Cancellation);

        Assert.Equal(1, await storage.Queues.CountAsync(Queue, Cancellation));
        var message = (await storage.Queues.ReceiveAsync(Queue, 1, TimeSpan.FromSeconds(1), Cancellation)).Single();
        await queue.DeleteAsync(Cancellation);
        Assert.False(await storage.Queues.DeleteAsync(Queue, message.Id, message.Receipt, Cancellation));
    }

    [Fact]
    public async Task Deleted_container_is_created_again_by_the_next_write()
    {
        var (storage, connection, prefix) = await OpenAsync();
        await new BlobContainerClient(connection, new AzureNames(prefix).Container).DeleteAsync(cancellationToken: Cancellation);

        Assert.Null(await storage.Blobs.GetAsync("a", 0, Cancellation));
        await storage.Blobs.AppendAsync("a", new byte[1], Cancellation);

        Assert.Equal(1, (await storage.Blobs.GetAsync("a", 0, Cancellation))!.Value.Length);
    }

    [Fact]
    public async Task Two_prefixes_share_an_account_and_nothing_in_it()
    {
        var ((one, _, _), (other, _, _)) = (await OpenAsync(), await OpenAsync());
        await CommitAsync(one, RowOperation.Insert("a", Number(1)));
        await one.Queues.SendAsync(Queue, "a", TimeSpan.Zero, Cancellation);
        await one.Blobs.PutAsync("a", new byte[1], Cancellation);

        Assert.Null(await other.Tables.GetAsync("1", "a", Cancellation));
        Assert.Equal(0, await other.Queues.CountAsync(Queue, Cancellation));
        Assert.Null(await other.Blobs.GetAsync("a", 0, Cancellation));
    }
}
