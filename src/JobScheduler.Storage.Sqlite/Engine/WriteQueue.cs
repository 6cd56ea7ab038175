namespace JobScheduler.Storage.Sqlite;

/// <summary>The writes that wait for the writer, in order of arrival.</summary>
internal sealed class WriteQueue
{
    // Limits of one transaction: large enough to make the fsync cheap, small enough for a short wait.
    private const int RowsPerBatch = 4000;
    private const long BytesPerBatch = 16 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly Queue<Write> _waiting = new();
    private bool _closed;

    /// <exception cref="ObjectDisposedException">The storage was disposed.</exception>
    public void Add(Write write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStorage));
            _waiting.Enqueue(write);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Accepts no more writes; waiting ones are still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for the next writes and takes them.</summary>
    /// <returns>False if the queue is closed and empty.</returns>
    public bool Take(List<Write> batch)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            var (rows, bytes) = (0, 0L);
            while (rows < RowsPerBatch && bytes < BytesPerBatch && _waiting.TryDequeue(out var write))
            {
                rows += write.Rows;
                bytes += write.Bytes;
                batch.Add(write);
            }

            return true;
        }
    }
}
