namespace JobScheduler.Storage.Sqlite;

/// <summary>Whether a database file is whole.</summary>
internal static class DatabaseCheck
{
    /// <summary>Checks all tables and indexes. Reads the whole file.</summary>
    /// <exception cref="StorageException">Permanent: it is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static void Run(Database database, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var registration = cancellation.Register(database.Interrupt);
        try
        {
            using var statement = database.Prepare("PRAGMA integrity_check(1)");
            using (statement.Begin())
            {
                if (statement.Step() && statement.Text(0) is var found && found != "ok")
                {
                    throw new StorageException(
                        StorageFault.Permanent, $"'{database.Path}' is damaged: {found}. Use another backup.");
                }
            }
        }
        catch (StorageException e) when (e.Fault == StorageFault.Transient && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("the check was interrupted", e, cancellation);
        }
    }
}
