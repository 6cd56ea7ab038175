using System.Globalization;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// Exclusive ownership of a folder, for as long as it is held or the process lives. The lock is the system's lock on an open file
/// (on Unix <c>flock</c>), so a killed process leaves nothing to clean up, and a frozen one keeps the lock.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string LockName = "lock";
    private const string HolderName = "process";

    private readonly FileStream _file;

    private FolderLock(string path, FileStream file)
    {
        Path = path;
        _file = file;
    }

    public string Path { get; }

    /// <exception cref="StorageException">
    /// Permanent: the folder is in use, cannot be created, is not writable, or others could change what is in it.
    /// </exception>
    public static FolderLock Take(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        try
        {
            Refuse(FolderRights.FaultOfFolder(path));
            CreateFolder(path);
            Refuse(FolderRights.FaultOfFolder(path));
            foreach (var name in Store.Files.Select(file => Store.FileName + file).Concat([LockName, HolderName]))
            {
                Refuse(FolderRights.FaultOfFile(System.IO.Path.Combine(path, name), isSecret: false));
            }

            var taken = new FolderLock(path, Open(System.IO.Path.Combine(path, LockName), FileShare.None));
            taken.SayWho();
            return taken;
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new StorageException(
                StorageFault.Permanent,
                $"The folder '{path}' is in use by another process{Who(path)}. Stop it, or choose another folder with --data.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFault.Permanent,
                $"The folder '{path}' cannot be used: {e.Message} Choose a writable folder with --data.",
                e);
        }
    }

    /// <summary>Creates the file if it is missing, readable by its owner only; SQLite gives its log the same permissions.</summary>
    public static void CreatePrivate(string path)
    {
        if (!File.Exists(path))
        {
            Open(path, FileShare.ReadWrite).Dispose();
        }
    }

    /// <summary>Creates the folder if it is missing, readable by its owner only.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    public void Dispose()
    {
        File.Delete(Holder(Path));
        _file.Dispose();
    }

    private static void Refuse(string? fault)
    {
        if (fault is not null)
        {
            throw new StorageException(StorageFault.Permanent, fault);
        }
    }

    // Beside the lock, because a locked file cannot be read.
    private void SayWho()
    {
        try
        {
            CreatePrivate(Holder(Path));
            File.WriteAllText(Holder(Path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The lock is held all the same; others are just not told who holds it.
        }
    }

    private static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new(path, options);
    }

    private static string Holder(string path) => System.IO.Path.Combine(path, HolderName);

    private static string Who(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Holder(path)), CultureInfo.InvariantCulture, out var id) ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            // The process is just starting or stopping.
            return "";
        }
    }

    // EAGAIN on Linux and macOS, the sharing violation on Windows; a full disk is an IOException too.
    private static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32;
}
