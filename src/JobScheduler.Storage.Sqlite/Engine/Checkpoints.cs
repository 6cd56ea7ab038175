using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// Moves the log into the database between two commits, when it has grown enough. A reader in the way only means that the log
/// grows a little; when it has grown too much, the checkpoint waits a moment for the readers, which are short.
/// </summary>
/// <remarks>
/// A backup is a reader that is not short. While it reads, the log grows by all that is written: the next try comes when the log is a
/// quarter larger, so that the waits stay few however long the backup takes.
/// </remarks>
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

        var hasTooMuch = _pages >= TooMuch;
        var isMoved = TryCheckpoint(hasTooMuch ? raw.SQLITE_CHECKPOINT_RESTART : raw.SQLITE_CHECKPOINT_PASSIVE);
        if (isMoved is true)
        {
            (_pages, _next) = (0, Enough);
            return;
        }

        _next = _pages + _pages / 4;
        if (hasTooMuch && isMoved is false)
        {
            SqliteEvents.ReaderInTheWay(logger, database.Path);
        }
    }

    /// <summary>
    /// After a write that found the disk full: an emptied log is written over without growing, so that at least deletes go through.
    /// Once until a write succeeds, because it costs more than the write; again if a reader was in the way, who will be gone.
    /// </summary>
    public void MakeRoom()
    {
        if (!_triedForRoom)
        {
            _triedForRoom = TryCheckpoint(raw.SQLITE_CHECKPOINT_RESTART) is not false;
        }
    }

    public void Committed() => _triedForRoom = false;

    /// <summary>At a clean stop: all of the log, which is then cut to nothing. While a backup reads, it stays for the next start.</summary>
    public void Finish() => TryCheckpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);

    /// <returns>Whether all was moved; null if it failed for another reason than a reader in the way.</returns>
    private bool? TryCheckpoint(int mode)
    {
        try
        {
            return database.Checkpoint(mode);
        }
        catch (StorageException e)
        {
            // Nothing is lost: what was acknowledged is in the log, which is read at the next start.
            SqliteEvents.CheckpointFailed(logger, database.Path, e);
            return null;
        }
    }
}
