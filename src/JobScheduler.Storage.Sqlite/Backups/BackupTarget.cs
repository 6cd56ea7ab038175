namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// The folder of a backup that is being made. The database gets its name last of all, so that whatever interrupts the work leaves
/// nothing that looks finished; unless the process is killed, it leaves nothing at all.
/// </summary>
internal sealed class BackupTarget : IDisposable
{
    // So much stays free beside the copy: a server on the same disk must be able to go on.
    private const long ReserveBytes = 64 * 1024 * 1024;

    private readonly string _path;
    private readonly bool _isMade;
    private readonly List<string> _files = [];
    private bool _isFinished;

    private BackupTarget(string path, bool isMade)
    {
        _path = path;
        _isMade = isMade;
    }

    /// <summary>Where the database is while it is not finished.</summary>
    public string Unfinished => Path.Combine(_path, Store.FileName + PrivateFile.Unfinished);

    /// <summary>Whether a folder holds what a killed process has left.</summary>
    public static bool IsInterrupted(string path) => File.Exists(Path.Combine(path, Store.FileName + PrivateFile.Unfinished));

    /// <exception cref="StorageException">Permanent: the folder is not empty.</exception>
    public static BackupTarget Create(string path)
    {
        var exists = Directory.Exists(path);
        if (exists && Directory.EnumerateFileSystemEntries(path).FirstOrDefault() is not null)
        {
            var reason = IsInterrupted(path)
                ? "holds a backup that was interrupted. Delete it"
                : "is not empty. A backup is never written over anything";
            throw new StorageException(
                StorageFault.Permanent, $"The folder '{path}' {reason}, or name a folder that is empty or does not exist.");
        }

        FolderLock.CreateFolder(path);
        return new(path, isMade: !exists);
    }

    /// <exception cref="StorageException">Full: there is not enough space for so many bytes.</exception>
    public void CheckRoom(long bytes)
    {
        var free = new DriveInfo(_path).AvailableFreeSpace;
        if (free < bytes + ReserveBytes)
        {
            throw new StorageException(
                StorageFault.Full,
                $"The backup needs {Megabytes(bytes + ReserveBytes)} MB of free space, and the disk of '{_path}' has {Megabytes(free)} MB. "
                + "Free up space, or name a folder on another disk.");
        }
    }

    /// <summary>Creates the file of the database, empty.</summary>
    public Database CreateDatabase()
    {
        _files.AddRange(Store.Files.Select(suffix => Unfinished + suffix));
        PrivateFile.Create(Unfinished).Dispose();
        return Database.OpenCopy(Unfinished);
    }

    /// <summary>Copies a file of the data folder, if there is one of that name.</summary>
    public BackupFile? Copy(string folder, string name, CancellationToken cancellation)
    {
        var (from, to) = (Path.Combine(folder, name), Path.Combine(_path, name));
        if (!File.Exists(from))
        {
            return null;
        }

        _files.Add(to);
        return PrivateFile.Copy(from, to, name, _ => { }, cancellation);
    }

    /// <summary>The end: from here on it is a backup, on disk.</summary>
    public void Finish(BackupManifest manifest)
    {
        _files.Add(Path.Combine(_path, BackupManifest.FileName));
        manifest.Write(_path);
        PrivateFile.SyncFolder(_path);
        PrivateFile.Rename(Unfinished, Path.Combine(_path, Store.FileName));
        _isFinished = true;
        if (_isMade && Path.GetDirectoryName(_path) is { } parent)
        {
            PrivateFile.SyncFolder(parent);
        }
    }

    public void Dispose()
    {
        if (_isFinished)
        {
            return;
        }

        _files.ForEach(File.Delete);
        if (_isMade && !Directory.EnumerateFileSystemEntries(_path).Any())
        {
            Directory.Delete(_path);
        }
    }

    private static long Megabytes(long bytes) => bytes / (1024 * 1024);
}
