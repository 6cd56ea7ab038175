using Microsoft.Extensions.Logging;

namespace JobScheduler.Storage.Sqlite;

internal static partial class SqliteLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The log of '{Path}' could not be moved into the database; it grows until this succeeds.")]
    public static partial void CheckpointFailed(ILogger logger, string path, Exception exception);
}
