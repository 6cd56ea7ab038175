using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace JobScheduler.Storage.Sqlite;

/// <summary>Files for their owner only, and how they get to the disk.</summary>
internal static partial class PrivateFile
{
    /// <summary>Ends the names of files that are not finished.</summary>
    public const string Unfinished = ".partial";

    private const int BlockBytes = 1024 * 1024;

    /// <summary>Creates a file that must not exist.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    /// <summary>Copies a file to the disk.</summary>
    /// <returns>What was copied.</returns>
    public static BackupFile Copy(string from, string to, string name, Action<long> progress, CancellationToken cancellation)
    {
        using var target = Create(to);
        var copied = Read(from, name, block => target.Write(block), progress, cancellation);
        target.Flush(flushToDisk: true);
        return copied;
    }

    public static BackupFile Describe(string path, Action<long> progress, CancellationToken cancellation) =>
        Read(path, Path.GetFileName(path), _ => { }, progress, cancellation);

    /// <summary>
    /// What was written to it is on disk when this returns. On Unix this ends SQLite's locks on the file in this process: only for files
    /// that nobody else opens.
    /// </summary>
    public static void Sync(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Gives a file on disk its final name. That is on disk too when this returns.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>The names in a folder are on disk when this returns. Windows does that by itself, and .NET opens no folders.</summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new SafeFileHandle(OpenReadOnly(path, 0), ownsHandle: true);
        if (!folder.IsInvalid)
        {
            RandomAccess.FlushToDisk(folder);
        }
    }

    private static BackupFile Read(
        string path, string name, BlockAction take, Action<long> progress, CancellationToken cancellation)
    {
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockBytes];
        var bytes = 0L;
        while (source.Read(block) is > 0 and var count)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block.AsSpan(0, count));
            take(block.AsSpan(0, count));
            progress(bytes += count);
        }

        return new(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenReadOnly(string path, int flags);

    private delegate void BlockAction(ReadOnlySpan<byte> block);
}
