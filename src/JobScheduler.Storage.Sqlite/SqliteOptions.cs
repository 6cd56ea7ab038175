using System.ComponentModel.DataAnnotations;

namespace JobScheduler.Storage.Sqlite;

/// <summary>Where and how the embedded driver stores. Configuration section <c>Storage</c>.</summary>
public sealed class SqliteOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// The folder of the database, used by one process at a time. Created if missing, and then readable by its owner only. Refused if it is
    /// a symbolic link, or if other users may write to it (on Unix; the group may where the folder has the set-group-id bit).
    /// </summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>
    /// The maximum size of the database in megabytes (2^20 bytes); beyond it, writes fail as on a full disk until rows are deleted.
    /// The write-ahead log, usually 16 MB and at most a few times that, comes on top; while a backup is made, also what
    /// is written meanwhile. Default: limited by the disk only.
    /// </summary>
    [Range(1, 16 * 1024 * 1024)]
    public int? MaxMegabytes { get; set; }
}
