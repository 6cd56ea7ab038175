using System.Globalization;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// The exclusive right to a folder, for as long as it is held or the process lives. The lock is the system's lock on an open file
/// (on Unix <c>flock</c>), so a killed process leaves nothing behind to clean up and a frozen one keeps its right.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _file;

    private FolderLock(string path, FileStream file)
    {
        Path = path;
        _file = file;
    }

    public string Path { get; }

    /// <exception cref="StorageException">Permanent: the folder is in use, cannot be made, or may not be written.</exception>
    public static FolderLock Take(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        var lockPath = System.IO.Path.Combine(path, "lock");
        try
        {
            CreateFolder(path);
            CreatePrivate(lockPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }

        try
        {
            var file = new FileStream(lockPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new(path, file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(path, e);
        }
        catch (IOException e)
        {
            throw new StorageException(
                StorageFault.Permanent,
                $"The folder '{path}' is in use by another process{Holder(lockPath)}. Stop it, or choose another folder with --data.",
                e);
        }
    }

    /// <summary>Makes the file, unless it is there, readable by its owner only; SQLite gives its log the same rights.</summary>
    public static void CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        if (!File.Exists(path))
        {
            new FileStream(path, options).Dispose();
        }
    }

    public void Dispose() => _file.Dispose();

    private static void CreateFolder(string path)
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

    private static string Holder(string lockPath)
    {
        try
        {
            using var file = new FileStream(lockPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return int.TryParse(reader.ReadLine(), CultureInfo.InvariantCulture, out var id) ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            // Windows lets nobody read a file that is held exclusively.
            return "";
        }
    }

    private static StorageException Unusable(string path, Exception e) => new(
        StorageFault.Permanent, $"The folder '{path}' cannot be used: {e.Message} Choose a folder that may be written with --data.", e);
}
