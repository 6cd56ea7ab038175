using SQLitePCL;

namespace JobScheduler.Storage.Sqlite;

/// <summary>What SQLite's errors mean to the callers of the ports: the one place where they are classified.</summary>
internal static class SqliteFaults
{
    // Below this the disk counts as full: an I/O error is then most likely caused by lack of space.
    private const long RoomBytes = 1024 * 1024;

    /// <param name="code">The extended result code (https://sqlite.org/rescode.html).</param>
    /// <param name="message">SQLite's message.</param>
    /// <param name="path">The database file.</param>
    /// <param name="committing">Whether the error came from COMMIT.</param>
    public static StorageException Classify(int code, string message, string path, bool committing)
    {
        var text = $"SQLite error {code} at '{path}': {message}.";
        switch (code & 0xFF)
        {
            // The log is written before it is synced, and the commit mark comes last in it: without space there is no mark.
            case raw.SQLITE_FULL:
                return Full(text);

            // The mark may be on disk although the sync failed: after a crash the commit may turn up.
            case raw.SQLITE_IOERR when committing:
                return new(StorageFault.Unknown, text);
            case raw.SQLITE_IOERR:
                return HasRoom(path) ? new(StorageFault.Transient, text) : Full(text);
            case raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT or raw.SQLITE_PROTOCOL:
                return new(StorageFault.Transient, text);
            case raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB:
                return new(
                    StorageFault.Permanent,
                    $"{text} The file is damaged or not a database: stop, keep a copy of the folder, and restore a backup "
                    + "or choose another folder with --data.");
            case raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH:
                return new(
                    StorageFault.Permanent,
                    $"{text} The file cannot be opened for writing: check the permissions of the folder, or choose another with --data.");
            default:
                return new(StorageFault.Permanent, $"{text} This is a bug in the driver; please report it.");
        }
    }

    /// <summary>That there is no space.</summary>
    public static StorageException Full(string text) => new(
        StorageFault.Full, $"{text} There is no space left for the write: free up disk space, or raise the size limit of the storage.");

    /// <summary>What the disk of a folder has left for this user; null if the system does not say.</summary>
    public static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static bool HasRoom(string path) => FreeBytes(Path.GetDirectoryName(path)!) is null or > RoomBytes;
}
