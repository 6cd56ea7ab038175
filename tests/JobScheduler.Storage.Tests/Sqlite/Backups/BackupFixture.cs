using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Storage.Tests;

/// <summary>A data folder, the folder of its backup, and one to restore into.</summary>
public abstract class BackupFixture : SqliteTests
{
    protected const string Beside = "beside";

    protected string Target => Folder + "-backup";

    protected string Restored => Folder + "-restored";

    protected BackupManifest Backup(Action<BackupProgress>? progress = null, CancellationToken? cancellation = null) =>
        new SqliteBackup(Time).Make(Folder, Target, [Beside], progress, cancellation ?? Cancellation);

    protected BackupManifest Restore(Action<BackupProgress>? progress = null, CancellationToken? cancellation = null) =>
        SqliteRestore.Run(Target, Restored, [Beside], progress, cancellation ?? Cancellation);

    protected async Task<SqliteStorage> OpenRestoredAsync()
    {
        var storage = new SqliteStorage(new SqliteOptions { Folder = Restored }, Time);
        await storage.PrepareAsync(Cancellation);
        return storage;
    }

    /// <summary>Refused for good; returns the words.</summary>
    protected static string Refused(Action action)
    {
        var refusal = Assert.Throws<StorageException>(action);
        Assert.Equal(StorageFault.Permanent, refusal.Fault);
        return refusal.Message;
    }

    /// <summary>A storage with so much in it that it is copied in several steps.</summary>
    protected async Task<SqliteStorage> OpenLargeAsync()
    {
        var storage = await OpenAsync();
        for (var i = 0; i < 8; i++)
        {
            await storage.Blobs.PutAsync($"blob{i}", new byte[2 * 1024 * 1024], Cancellation);
        }

        return storage;
    }

    protected static Task InsertAsync(SqliteStorage storage, string partition, int number) => storage.Tables.CommitAsync(
        partition, [RowOperation.Insert($"r{number:00000}", Number(number))], Cancellation).AsTask();

    /// <summary>The numbers of the rows, in the order of their keys.</summary>
    protected static async Task<List<int>> NumbersAsync(SqliteStorage storage, string partition)
    {
        var numbers = new List<int>();
        for (RowPage? page = null; page is null || page.Continuation is not null;)
        {
            page = await storage.Tables.ReadAsync(new RowQuery(partition, "r", "s") { Continuation = page?.Continuation }, Cancellation);
            numbers.AddRange(page.Rows.Select(row => (int)row.Columns.Number("n")!));
        }

        return numbers;
    }
}
