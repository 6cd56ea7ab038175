using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// Moves the log into the database between two commits, when it has grown enough. A reader in the way only means that the log
/// grows a little; when it has grown too much, the checkpoint waits for the readers, which are short.
/// </summary>
internal sealed class Checkpoints(Database database, ILogger logger)
{
    // Pages of 4 KiB: 16 MiB and 64 MiB.
    private const int Enough = 4096;
    private const int TooMuch = 4 * Enough;

    private int _pages;
    private int _next = Enough;
    private bool _triedForRoom;

    public void AfterBatch()
    {
        _pages += database.TakePagesWritten();
        if (_pages < _next)
        {
            return;
        }

        if (TryCheckpoint(_pages < TooMuch ? raw.SQLITE_CHECKPOINT_PASSIVE : raw.SQLITE_CHECKPOINT_RESTART))
        {
            (_pages, _next) = (0, Enough);
        }
        else
        {
            _next = _pages + Enough / 4;
        }
    }

    /// <summary>
    /// After a write that found the disk full: an emptied log is written over without growing, so that at least deletes go through.
    /// Once until a write succeeds, because it costs more than the write.
    /// </summary>
    public void MakeRoom()
    {
        if (!_triedForRoom)
        {
            _triedForRoom = true;
            TryCheckpoint(raw.SQLITE_CHECKPOINT_RESTART);
        }
    }

    public void Committed() => _triedForRoom = false;

    /// <summary>At a clean stop: all of the log, which is then cut to nothing.</summary>
    public void Finish() => TryCheckpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);

    private bool TryCheckpoint(int mode)
    {
        try
        {
            return database.Checkpoint(mode);
        }
        catch (StorageException e)
        {
            // Nothing is lost: what was acknowledged is in the log, which is read at the next start.
            SqliteEvents.CheckpointFailed(logger, database.Path, e);
            return false;
        }
    }
}
