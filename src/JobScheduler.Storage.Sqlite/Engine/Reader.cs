using System.Collections.Concurrent;

namespace JobScheduler.Storage.Sqlite;

/// <summary>A read-only connection with its prepared statements. Each read is one statement, and so sees one consistent state.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Database _database;

    public Reader(string path)
    {
        _database = Database.Open(path, writable: false);
        Row = _database.Prepare("SELECT etag, data FROM rows WHERE partition = ?1 AND key = ?2");
        Range = _database.Prepare(
            "SELECT key, etag, data FROM rows WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key");
        Head = _database.Prepare(
            "SELECT inserted FROM messages WHERE queue = ?1 AND visible <= ?2 ORDER BY visible, id LIMIT 1");
        Count = _database.Prepare("SELECT count(*) FROM messages WHERE queue = ?1");
        Blob = _database.Prepare(
            """
            SELECT start, content FROM blobs WHERE name = ?1
            AND start >= (SELECT max(start) FROM blobs WHERE name = ?1 AND start <= ?2) ORDER BY start
            """);
    }

    public Statement Row { get; }

    public Statement Range { get; }

    public Statement Head { get; }

    public Statement Count { get; }

    public Statement Blob { get; }

    public void Dispose()
    {
        Row.Dispose();
        Range.Dispose();
        Head.Dispose();
        Count.Dispose();
        Blob.Dispose();
        _database.Dispose();
    }
}

/// <summary>Lends readers to the threads that read; some are kept for reuse.</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private const int Kept = 16;

    private readonly ConcurrentStack<Reader> _idle = new();
    private volatile bool _closed;

    /// <summary>Runs a read on the caller's thread. It must end all its statements.</summary>
    public TResult Read<TArgument, TResult>(TArgument argument, Func<Reader, TArgument, TResult> read)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStorage));
        if (!_idle.TryPop(out var reader))
        {
            reader = new Reader(path);
        }

        try
        {
            var result = read(reader, argument);
            Return(reader);
            return result;
        }
        catch
        {
            // Whatever went wrong, the next read starts with a new connection.
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }
    }

    private void Return(Reader reader)
    {
        if (_idle.Count >= Kept)
        {
            reader.Dispose();
            return;
        }

        _idle.Push(reader);
        if (_closed)
        {
            Dispose();
        }
    }
}
