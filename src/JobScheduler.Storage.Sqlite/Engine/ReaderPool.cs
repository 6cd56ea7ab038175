using System.Collections.Concurrent;

namespace JobScheduler.Storage.Sqlite;

/// <summary>Lends readers to the threads that read: as many as read at once, a few of them kept.</summary>
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
            // Whatever went wrong, the next read begins with a fresh connection.
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
