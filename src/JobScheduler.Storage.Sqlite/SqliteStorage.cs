using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// The embedded driver: one database file in one folder, for one process. Every acknowledged write is on disk (fsync).
/// Writes of all callers are joined by one thread into few transactions; reads run on the caller's thread, because SQLite
/// offers no other way and they take microseconds.
/// </summary>
/// <remarks>
/// Canceling a write drops it if it has not begun. Once begun it ends within one fsync, and its outcome is reported.
/// </remarks>
public sealed class SqliteStorage : IStorage, IAsyncDisposable
{
    /// <summary>Below this much space the next checkpoint or burst may fail: 10 MB, where the log usually has 16.</summary>
    private const long LeastFreeBytes = 10 * 1024 * 1024;

    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private volatile Store? _store;
    private bool _disposed;

    /// <param name="options">Validated options.</param>
    /// <param name="time">Decides when messages become visible.</param>
    /// <param name="logger">Receives problems that no caller sees, such as a failing checkpoint.</param>
    public SqliteStorage(SqliteOptions options, TimeProvider time, ILogger<SqliteStorage>? logger = null)
    {
        _options = options;
        _time = time;
        _logger = logger ?? NullLogger<SqliteStorage>.Instance;
        Tables = new SqliteTables(this);
        Queues = new SqliteQueues(this, time);
        Blobs = new SqliteBlobs(this);
    }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public IBlobStore Blobs { get; }

    /// <summary>False: the folder is locked.</summary>
    public bool IsShared => false;

    /// <summary>Tells how many bytes the disk of a folder has left; null if that cannot be said.</summary>
    internal Func<string, long?> FreeBytes { get; init; } = SqliteFaults.FreeBytes;

    internal Writer Writer => Opened.Writer;

    internal ReaderPool Readers => Opened.Readers;

    private Store Opened => _store ?? throw new InvalidOperationException("call PrepareAsync first");

    public ValueTask PrepareAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _store ??= Store.Open(_options, _time, _logger);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Reads a row, and looks at the space that is left on the disk and at how the last write ended.</summary>
    public async ValueTask ProbeAsync(CancellationToken cancellation)
    {
        const string Probe = "health";
        await Tables.GetAsync(Probe, Probe, cancellation);
        if (Writer.IsFull)
        {
            throw SqliteFaults.Full("No write has succeeded since one found the disk full.");
        }

        if (FreeBytes(_options.Folder) is { } free and < LeastFreeBytes)
        {
            throw new StorageException(
                StorageFault.Full,
                $"The disk has {free / 1024} KiB left, and below {LeastFreeBytes / 1024} KiB writes may soon fail: free up disk space.");
        }
    }

    /// <summary>Finishes the writes under way, moves the log into the database and releases the folder. Later calls throw.</summary>
    public async ValueTask DisposeAsync()
    {
        Store? store;
        lock (_gate)
        {
            (store, _disposed) = (_disposed ? null : _store, true);
        }

        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }
}
