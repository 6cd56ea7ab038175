using Microsoft.Extensions.Logging;

namespace JobScheduler.Storage.Sqlite;

/// <summary>What is open while the storage is in use: the folder, the writer and the readers.</summary>
internal sealed class Store : IAsyncDisposable
{
    public const string FileName = "jobscheduler.db";

    /// <summary>What SQLite may append to the name of a database: its files are one.</summary>
    public static readonly string[] Files = ["", "-wal", "-shm", "-journal"];

    private readonly FolderLock _folder;

    private Store(FolderLock folder, Writer writer, ReaderPool readers)
    {
        _folder = folder;
        Writer = writer;
        Readers = readers;
    }

    public Writer Writer { get; }

    public ReaderPool Readers { get; }

    public static Store Open(SqliteOptions options, TimeProvider time, ILogger logger)
    {
        var folder = FolderLock.Take(options.Folder);
        Database? database = null;
        try
        {
            var path = Path.Combine(folder.Path, FileName);
            FolderLock.CreatePrivate(path);
            database = Database.Open(path, writable: true);
            Schema.Migrate(database);
            database.Execute($"PRAGMA max_page_count = {Pages(options)}");
            MessageStatements.FreeAbandoned(database);
            var session = new WriterSession(database, Sequence.Begin(database), time);
            return new Store(folder, new Writer(session, new Checkpoints(database, logger)), new ReaderPool(path));
        }
        catch
        {
            database?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync();
        Readers.Dispose();
        Writer.Close();
        _folder.Dispose();
    }

    // Pages have 4 KiB. The largest number is SQLite's own.
    private static long Pages(SqliteOptions options) => options.MaxMegabytes is { } megabytes ? megabytes * 256L : 4_294_967_294;
}
