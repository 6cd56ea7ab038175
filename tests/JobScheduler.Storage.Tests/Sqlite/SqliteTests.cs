using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Storage.Tests;

/// <summary>A folder in which storages are opened one after the other, as by a process that starts again.</summary>
public abstract class SqliteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected string Folder => _folder.Path;

    protected string File => Path.Combine(Folder, "jobscheduler.db");

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static Columns Number(long number)
    {
        var columns = new Columns();
        columns.Add("n", number);
        return columns;
    }

    protected SqliteStorage Create(int? maxMegabytes = null) =>
        new(new SqliteOptions { Folder = Folder, MaxMegabytes = maxMegabytes }, Time);

    protected async Task<SqliteStorage> OpenAsync(int? maxMegabytes = null)
    {
        var storage = Create(maxMegabytes);
        await storage.PrepareAsync(Cancellation);
        return storage;
    }

    /// <summary>The open is refused for good; returns the words.</summary>
    protected async Task<string> RefusedAsync()
    {
        await using var storage = Create();
        var refusal = await Assert.ThrowsAsync<StorageException>(async () => await storage.PrepareAsync(Cancellation));
        Assert.Equal(StorageFault.Permanent, refusal.Fault);
        Assert.False(refusal.IsTransient);
        return refusal.Message;
    }
}
