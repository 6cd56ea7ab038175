namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It takes all waiting writes, runs them in one transaction and syncs once for all of them; meanwhile
/// the next ones gather. An idle writer starts at once.
/// </summary>
internal sealed class Writer
{
    private readonly WriterSession _session;
    private readonly Checkpoints _checkpoints;
    private readonly WriteQueue _queue = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isFull;

    public Writer(WriterSession session, Checkpoints checkpoints)
    {
        _session = session;
        _checkpoints = checkpoints;
        new Thread(Loop) { IsBackground = true, Name = "JobScheduler SQLite writer" }.Start();
    }

    /// <summary>Whether the disk was full for the last write, and none has succeeded since.</summary>
    public bool IsFull => _isFull;

    /// <summary>Resolves when the write is on disk.</summary>
    public ValueTask<T> WriteAsync<T>(Write<T> write)
    {
        _queue.Add(write);
        return new(write.Task);
    }

    /// <summary>Accepts no more writes and finishes the waiting ones.</summary>
    public Task StopAsync()
    {
        _queue.Close();
        return _stopped.Task;
    }

    /// <summary>After the stop, and after the last reader: leaves one file and an empty log.</summary>
    public void Close()
    {
        _checkpoints.Finish();
        _session.Dispose();
    }

    private void Loop()
    {
        var batch = new List<Write>();
        while (_queue.Take(batch))
        {
            for (var i = batch.Count - 1; i >= 0; i--)
            {
                if (batch[i].IsCanceled)
                {
                    batch[i].Cancel();
                    batch.RemoveAt(i);
                }
            }

            Run(batch);
            batch.Clear();
            _checkpoints.AfterBatch();
        }

        _stopped.SetResult();
    }

    private void Run(List<Write> batch)
    {
        try
        {
            _session.Database.Execute("BEGIN IMMEDIATE");
            foreach (var write in batch)
            {
                write.Run(_session);
            }

            _session.Database.Commit();
        }
#pragma warning disable CA1031 // The top of the writer's loop: whatever fails, its caller is told and the others continue.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Recover(batch, error);
            return;
        }

        _checkpoints.Committed();
        _isFull = false;
        foreach (var write in batch)
        {
            write.Complete();
        }
    }

    private void Recover(List<Write> batch, Exception error)
    {
        try
        {
            _session.Database.Rollback();
        }
        catch (StorageException)
        {
            // The next BEGIN fails too, and its callers are told.
        }

        if (error is StorageException { Fault: StorageFault.Full })
        {
            _isFull = true;
            _checkpoints.MakeRoom();
        }

        if (batch.Count == 1 || error is StorageException { Fault: StorageFault.Unknown })
        {
            batch.ForEach(write => write.Fail(error));
            return;
        }

        // One of them failed, or there is space for some only: each gets its own transaction and its own outcome.
        foreach (var write in batch)
        {
            Run([write]);
        }
    }
}
