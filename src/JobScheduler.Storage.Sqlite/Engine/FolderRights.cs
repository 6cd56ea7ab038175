using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// Judges whether others could change, or read, what must be the process's own. On Unix, by the modes and by links; on Windows a folder
/// inherits the rights of the one that it is in, and nothing is judged.
/// </summary>
/// <remarks>
/// A folder with the set-group-id bit is its group's on purpose: Kubernetes makes volumes with <c>fsGroup</c> so, and gives that group
/// all rights to the files in them at each start. There the rights of the group are accepted, those of everyone else are not.
/// A link is followed only if root made it and this process is not root's: systemd makes state folders of dynamic users so. Any other link
/// could lead tomorrow where it does not lead today.
/// </remarks>
internal static partial class FolderRights
{
    private const UnixFileMode GroupOrOthers = GroupAll | OthersAll;
    private const UnixFileMode GroupAll = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode OthersAll = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Writing = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>What is wrong with a folder, as a sentence that says what to do; null: nothing, or it does not exist.</summary>
    public static string? FaultOfFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (FaultOfLink(new DirectoryInfo(path)) is { } link)
        {
            return link;
        }

        if (!Directory.Exists(path))
        {
            return null;
        }

        var mode = File.GetUnixFileMode(path);
        return (mode & Writing & ~OfGroup(mode)) == 0 ? null
            : $"The folder '{path}' can be changed by other users (mode {Octal(mode)}): run chmod 700 '{path}', "
                + "after a look at what is in it.";
    }

    /// <summary>What is wrong with a file in such a folder; null: nothing, or it does not exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isSecret">Whether nobody else may read it either.</param>
    public static string? FaultOfFile(string path, bool isSecret)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var file = new FileInfo(Path.GetFullPath(path));
        if (FaultOfLink(file) is { } link)
        {
            return link;
        }

        if (!file.Exists)
        {
            return null;
        }

        var (mode, folder) = (file.UnixFileMode, File.GetUnixFileMode(file.DirectoryName!));
        return (mode & (isSecret ? GroupOrOthers : Writing) & ~OfGroup(folder)) == 0 ? null
            : $"The file '{file.FullName}' can be {(isSecret ? "read or changed" : "changed")} by other users (mode {Octal(mode)}): "
                + $"run chmod 600 '{file.FullName}'"
                + (isSecret ? ", or delete it to get a new key." : ", after making sure that nobody has changed it.");
    }

    [UnsupportedOSPlatform("windows")]
    private static string? FaultOfLink(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not { } target || (entry is DirectoryInfo && IsOfRootForUs(entry.FullName)))
        {
            return null;
        }

        return $"'{entry.FullName}' is a symbolic link to '{target}', and links can be redirected: "
            + (entry is DirectoryInfo ? "name the folder itself." : "put the file itself there.");
    }

    private static UnixFileMode OfGroup(UnixFileMode folder) =>
        (folder & UnixFileMode.SetGroup) == 0 ? UnixFileMode.None : GroupAll;

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);

    private static bool IsOfRootForUs(string path)
    {
        try
        {
            // struct statx is the same on all machines: the owner is at 20 (https://man7.org/linux/man-pages/man2/statx.2.html).
            Span<byte> status = stackalloc byte[256];
            return GetUser() != 0
                && Status(AtCurrentFolder, path, NoFollow, UserWanted, status) == 0
                && BinaryPrimitives.ReadUInt32LittleEndian(status[20..]) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // Not Linux: nobody to make an exception for.
            return false;
        }
    }

    private const int AtCurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint UserWanted = 0x8;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint wanted, Span<byte> status);
}
