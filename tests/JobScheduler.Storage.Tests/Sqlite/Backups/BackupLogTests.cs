using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Storage.Tests;

/// <summary>What a long backup does to the write-ahead log, and to the writer that cannot empty it.</summary>
public sealed class BackupLogTests : BackupFixture
{
    private const int MegabytesEach = 8;

    [Fact]
    public async Task Writer_asks_few_times_for_the_end_of_a_backup_and_empties_the_log_after_it()
    {
        var warnings = new Warnings();
        await using var storage = new SqliteStorage(new SqliteOptions { Folder = Folder }, Time, warnings);
        await storage.PrepareAsync(Cancellation);
        await PutAsync(storage, 16);

        var isFirst = true;
        Backup(_ =>
        {
            if (isFirst)
            {
                isFirst = false;
                PutAsync(storage, 160).Wait(Cancellation);
            }
        });

        // At 64 MB, and whenever there is a quarter more: 80, 100, 125, 156.
        Assert.InRange(warnings.ReadersInTheWay, 3, 5);
        Assert.InRange(Log, 160L * 1024 * 1024, long.MaxValue);
        await PutAsync(storage, 80);
        Assert.InRange(Log, 1, 80L * 1024 * 1024);
    }

    private long Log => new FileInfo(File + "-wal").Length;

    private static async Task PutAsync(SqliteStorage storage, int megabytes)
    {
        var content = new byte[MegabytesEach * 1024 * 1024];
        for (var i = 0; i < megabytes / MegabytesEach; i++)
        {
            await storage.Blobs.PutAsync("blob", content, Cancellation);
        }
    }

    private sealed class Warnings : ILogger<SqliteStorage>
    {
        private int _readersInTheWay;

        public int ReadersInTheWay => _readersInTheWay;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 2002)
            {
                Interlocked.Increment(ref _readersInTheWay);
            }
        }
    }
}
