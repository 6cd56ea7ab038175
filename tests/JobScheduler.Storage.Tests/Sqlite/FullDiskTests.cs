using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Storage.Tests;

public sealed class FullDiskTests : SqliteTests
{
    [Fact]
    public async Task Full_storage_refuses_writes_keeps_what_it_took_and_recovers_when_rows_go()
    {
        await using var storage = await OpenAsync(maxMegabytes: 1);
        var taken = new List<string>();
        StorageException? refusal = null;
        while (refusal is null)
        {
            var key = $"r{taken.Count:000}";
            RowOperation[] operations = [RowOperation.Insert(key, Large()), RowOperation.Insert(key + "~2", Large())];
            refusal = (StorageException?)await Record.ExceptionAsync(
                async () => await storage.Tables.CommitAsync("1", operations, Cancellation));
            if (refusal is null)
            {
                taken.Add(key);
            }
        }

        Assert.Equal(StorageFault.Full, refusal.Fault);
        Assert.True(refusal.IsTransient);
        Assert.NotEmpty(taken);
        Assert.Equal(taken.SelectMany(key => (string[])[key, key + "~2"]), await KeysAsync(storage));
        await Assert.ThrowsAsync<StorageException>(
            async () => await storage.Blobs.PutAsync("blob", new byte[1024 * 1024], Cancellation));
        Assert.Null(await storage.Blobs.GetAsync("blob", 0, Cancellation));

        await storage.Tables.CommitAsync("1", [RowOperation.Delete(taken[0]), RowOperation.Delete(taken[0] + "~2")], Cancellation);

        Assert.True((await storage.Tables.CommitAsync("1", [RowOperation.Insert("after", Large())], Cancellation)).Succeeded);
    }

    [Fact]
    public async Task Write_that_finds_no_room_does_not_undo_those_beside_it()
    {
        await using var storage = await OpenAsync(maxMegabytes: 1);
        var writes = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            writes.Add(storage.Tables.CommitAsync("1", [RowOperation.Insert($"small{i:00}", Number(i))], Cancellation).AsTask());
            writes.Add(storage.Blobs.PutAsync($"large{i}", new byte[2 * 1024 * 1024], Cancellation).AsTask());
        }

        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        for (var i = 0; i < writes.Count; i += 2)
        {
            Assert.True(writes[i].IsCompletedSuccessfully);
            Assert.Equal(StorageFault.Full, Assert.IsType<StorageException>(writes[i + 1].Exception!.InnerException).Fault);
        }

        Assert.Equal(20, (await KeysAsync(storage)).Count);
    }

    [Fact]
    public async Task Limit_raised_at_the_next_start_makes_room()
    {
        await using (var storage = await OpenAsync(maxMegabytes: 1))
        {
            await Assert.ThrowsAsync<StorageException>(
                async () => await storage.Blobs.PutAsync("blob", new byte[2 * 1024 * 1024], Cancellation));
        }

        await using var larger = await OpenAsync(maxMegabytes: 10);
        await larger.Blobs.PutAsync("blob", new byte[2 * 1024 * 1024], Cancellation);
    }

    private static Columns Large()
    {
        var columns = new Columns();
        columns.Add("text", new string('x', 30_000));
        return columns;
    }

    private static async Task<List<string>> KeysAsync(SqliteStorage storage) =>
        [.. (await storage.Tables.ReadAsync(new RowQuery("1", "", "~~"), Cancellation)).Rows.Select(row => row.Key)];
}
