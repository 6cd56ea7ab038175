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
