using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Storage.Tests;

/// <summary>What the embedded storage says when it is asked whether it can work.</summary>
public sealed class ProbeTests : SqliteTests
{
    [Fact]
    public async Task Probe_of_a_storage_with_room_succeeds()
    {
        await using var storage = await OpenAsync();

        await storage.ProbeAsync(Cancellation);
    }

    [Theory]
    [InlineData(10 * 1024 * 1024 - 1, true)]
    [InlineData(0, true)]
    [InlineData(10 * 1024 * 1024, false)]
    public async Task Probe_with_less_than_10_MB_left_on_the_disk_is_full(long free, bool isFull)
    {
        await using var storage = new SqliteStorage(new SqliteOptions { Folder = Folder }, Time) { FreeBytes = _ => free };
        await storage.PrepareAsync(Cancellation);

        if (isFull)
        {
            Assert.Equal(StorageFault.Full, await FaultAsync(storage));
        }
        else
        {
            await storage.ProbeAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Probe_where_nobody_can_say_what_is_left_succeeds()
    {
        await using var storage = new SqliteStorage(new SqliteOptions { Folder = Folder }, Time) { FreeBytes = _ => null };
        await storage.PrepareAsync(Cancellation);

        await storage.ProbeAsync(Cancellation);
    }

    [Fact]
    public async Task Probe_after_a_write_that_found_no_space_is_full_until_one_succeeds()
    {
        await using var storage = await OpenAsync(maxMegabytes: 1);
        var content = new Columns();
        content.Add("text", new string('x', 30_000));
        var rows = 0;
        var fault = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            while (true)
            {
                await storage.Tables.CommitAsync("1", [RowOperation.Insert($"{rows}", content)], Cancellation);
                rows++;
            }
        });
        Assert.Equal(StorageFault.Full, fault.Fault);

        Assert.Equal(StorageFault.Full, await FaultAsync(storage));

        Assert.True((await storage.Tables.CommitAsync("1", [RowOperation.Delete("0")], Cancellation)).Succeeded);
        await storage.ProbeAsync(Cancellation);
    }

    private static async Task<StorageFault> FaultAsync(SqliteStorage storage) =>
        (await Assert.ThrowsAsync<StorageException>(async () => await storage.ProbeAsync(Cancellation))).Fault;
}
