namespace JobScheduler.Storage.Sqlite;

/// <summary>How far a backup or a restore has come; reported after every few megabytes.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Bytes">How much of it is done.</param>
/// <param name="TotalBytes">How much there is to do; 0 if that cannot be counted.</param>
public readonly record struct BackupProgress(BackupStage Stage, long Bytes, long TotalBytes);

/// <summary>The parts of the work, in their order.</summary>
public enum BackupStage
{
    /// <summary>The database is copied.</summary>
    Copying,

    /// <summary>The copy is checked: <c>PRAGMA integrity_check</c>.</summary>
    Checking,

    /// <summary>The copy is read back for its SHA-256 (backup only).</summary>
    Hashing,
}
