namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// Makes backups of a data folder, whether a process uses the folder or not. It only reads: in WAL mode a reader delays no writer.
/// </summary>
/// <remarks>
/// <para>
/// The database is copied by SQLite's backup API, all steps in one read transaction. Without the transaction, each write of the server
/// would begin the copy anew; with it, the log keeps what the server writes meanwhile (<see cref="Checkpoints"/>). VACUUM INTO would
/// need the transaction as well, and for longer, because it builds the tables anew, and neither reports nor stops in between.
/// </para>
/// <para>
/// Work that is done after the backup is not in it. A system that is restored from it may do that work again, with the same idempotency
/// keys; attempts that were running count as lost and are repeated as the product's rules say.
/// </para>
/// </remarks>
public sealed class SqliteBackup(TimeProvider time)
{
    // 4 MiB, and 64 MiB: what a file system has not written yet, it may write before the next sync of the server.
    private const int PagesPerStep = 1024;
    private const int StepsPerSync = 16;

    /// <summary>Makes a backup, checks it, and returns when it is on disk. Runs on the caller's thread.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="target">The folder of the backup: empty, or not there. Created readable by its owner only.</param>
    /// <param name="besides">Names of further files to copy from the data folder, if they are there.</param>
    /// <param name="progress">Is called between the steps, on the same thread. What it throws ends the backup.</param>
    /// <param name="cancellation">Ends the backup between two steps; nothing of it is left.</param>
    /// <exception cref="StorageException">
    /// There is no database, it is damaged or of a newer version, or the target cannot be used.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public BackupManifest Make(
        string folder, string target, IReadOnlyList<string> besides, Action<BackupProgress>? progress, CancellationToken cancellation)
    {
        var data = Path.GetFullPath(folder);
        var path = Path.Combine(data, Store.FileName);
        if (!File.Exists(path))
        {
            throw NoData(data);
        }

        try
        {
            using var made = BackupTarget.Create(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)));
            var (takenAt, schema) = CopyDatabase(path, made, progress, cancellation);
            List<BackupFile> files = [.. besides.Select(name => made.Copy(data, name, cancellation)).OfType<BackupFile>()];
            PrivateFile.Sync(made.Unfinished);
            files.Add(Hash(made.Unfinished, progress, cancellation));
            var manifest = BackupManifest.Of(takenAt, schema, files);
            made.Finish(manifest);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Permanent, $"The backup cannot be written to '{target}': {e.Message}", e);
        }
    }

    private (DateTimeOffset TakenAt, int Schema) CopyDatabase(
        string path, BackupTarget made, Action<BackupProgress>? progress, CancellationToken cancellation)
    {
        using var source = Database.Open(path, writable: false);

        // Before the transaction: what is acknowledged until now is certainly in the state that it sees.
        var takenAt = time.GetUtcNow();
        source.Execute("BEGIN; SELECT count(*) FROM sqlite_schema");
        var schema = Schema.Check(source);
        if (schema == 0)
        {
            throw NoData(Path.GetDirectoryName(path)!);
        }

        var pageBytes = source.Number("PRAGMA page_size");
        made.CheckRoom(source.Number("PRAGMA page_count") * pageBytes);
        using var copy = made.CreateDatabase();
        using (var pages = source.CopyInto(copy))
        {
            for (var steps = 1; pages.Step(PagesPerStep); steps++)
            {
                if (steps % StepsPerSync == 0)
                {
                    PrivateFile.Sync(made.Unfinished);
                }

                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(new(BackupStage.Copying, pages.Copied * pageBytes, pages.Pages * pageBytes));
            }
        }

        source.Execute("COMMIT");

        // One file without a log, which can be opened where nothing can be written. The next start turns the log on again.
        copy.Execute("PRAGMA journal_mode = DELETE");
        progress?.Invoke(new(BackupStage.Checking, 0, 0));
        DatabaseCheck.Run(copy, cancellation);
        return (takenAt, schema);
    }

    private static BackupFile Hash(string path, Action<BackupProgress>? progress, CancellationToken cancellation)
    {
        var size = new FileInfo(path).Length;
        var described = PrivateFile.Describe(path, bytes => progress?.Invoke(new(BackupStage.Hashing, bytes, size)), cancellation);
        return described with { Name = Store.FileName };
    }

    private static StorageException NoData(string folder) => new(
        StorageFault.Permanent,
        $"The folder '{folder}' holds no data: there is no {Store.FileName} in it, or it is empty. "
        + "Name the data folder of the server with --data.");
}
