using Microsoft.Extensions.Logging;

namespace JobScheduler.Storage.Sqlite;

/// <summary>What the driver logs.</summary>
internal static partial class SqliteEvents
{
    [LoggerMessage(
        2001, LogLevel.Warning, "The write-ahead log of '{Path}' could not be moved into the database; it grows until this succeeds")]
    public static partial void CheckpointFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(
        2002,
        LogLevel.Warning,
        "A reader, such as a backup, keeps the write-ahead log of '{Path}' from being emptied; it grows until the reader ends")]
    public static partial void ReaderInTheWay(ILogger logger, string path);
}
