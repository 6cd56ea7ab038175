namespace JobScheduler.Storage.Sqlite;

/// <summary>Makes a data folder from a backup.</summary>
/// <remarks>
/// The system goes on from the state of the backup: attempts that were running then count as lost and are repeated, and work that was done
/// after the backup may be done again, with the same idempotency keys.
/// </remarks>
public static class SqliteRestore
{
    /// <summary>Copies a backup into a data folder, checks the copy, and returns when it is on disk. Runs on the caller's thread.</summary>
    /// <param name="backup">The folder of the backup. It is only read.</param>
    /// <param name="folder">The data folder: without a database, used by no process. Created if missing.</param>
    /// <param name="besides">Names of the further files that a backup may hold.</param>
    /// <param name="progress">Is called between the steps, on the same thread. What it throws ends the work.</param>
    /// <param name="cancellation">Ends the work between two steps; the folder has no database then.</param>
    /// <exception cref="StorageException">
    /// The backup is unfinished, damaged or of a newer version, or the data folder is in use or holds data.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static BackupManifest Run(
        string backup, string folder, IReadOnlyList<string> besides, Action<BackupProgress>? progress, CancellationToken cancellation)
    {
        var source = Path.GetFullPath(backup);
        var manifest = BackupManifest.Read(source);
        CheckFiles(source, manifest, besides);
        using (var database = Database.Open(Path.Combine(source, Store.FileName), writable: false))
        {
            Schema.Check(database);
        }

        using var data = FolderLock.Take(folder);
        try
        {
            RefuseData(data.Path, source, manifest);
            foreach (var file in manifest.Files.Where(file => file.Name != Store.FileName && !Exists(data.Path, file)))
            {
                Copy(source, data.Path, file, _ => { }, cancellation);
                Finish(data.Path, file.Name);
            }

            // Last, so that an interrupted restore can be repeated: only with the database the folder holds data.
            var main = manifest.Files.Single(file => file.Name == Store.FileName);
            Copy(source, data.Path, main, bytes => progress?.Invoke(new(BackupStage.Copying, bytes, main.Bytes)), cancellation);
            progress?.Invoke(new(BackupStage.Checking, 0, 0));
            MakeReady(Unfinished(data.Path, main.Name), cancellation);
            Finish(data.Path, main.Name);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Permanent, $"The backup cannot be copied to '{data.Path}': {e.Message}", e);
        }
        finally
        {
            DeleteUnfinished(data.Path, manifest);
        }
    }

    private static void CheckFiles(string source, BackupManifest manifest, IReadOnlyList<string> besides)
    {
        if (manifest.Files.Count(file => file.Name == Store.FileName) != 1
            || manifest.Files.Any(file => file.Name != Store.FileName && !besides.Contains(file.Name)))
        {
            throw Damaged(source, $"{BackupManifest.FileName} names other files than a backup has");
        }

        foreach (var file in manifest.Files)
        {
            var found = new FileInfo(Path.Combine(source, file.Name));
            if (!found.Exists || found.Length != file.Bytes)
            {
                throw Damaged(source, found.Exists ? $"{file.Name} has the wrong size" : $"{file.Name} is missing");
            }
        }
    }

    private static void RefuseData(string folder, string source, BackupManifest manifest)
    {
        var found = Store.Files.Select(suffix => Store.FileName + suffix).FirstOrDefault(name => File.Exists(Path.Combine(folder, name)))
            ?? manifest.Files.Select(file => file.Name).FirstOrDefault(name => IsOther(Path.Combine(folder, name), source, name));
        if (found is not null)
        {
            throw new StorageException(
                StorageFault.Permanent,
                $"The folder '{folder}' already holds data ({found}), which a restore never replaces. "
                + "Move its files to another place, or choose another folder with --data.");
        }
    }

    // What an interrupted restore has left is the same as in the backup.
    private static bool IsOther(string path, string source, string name) =>
        File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(source, name)));

    private static void Copy(string source, string folder, BackupFile file, Action<long> progress, CancellationToken cancellation)
    {
        var to = Unfinished(folder, file.Name);
        File.Delete(to);
        if (PrivateFile.Copy(Path.Combine(source, file.Name), to, file.Name, progress, cancellation) != file)
        {
            throw Damaged(source, $"{file.Name} is not what the backup wrote (its SHA-256 differs)");
        }
    }

    private static void MakeReady(string path, CancellationToken cancellation)
    {
        using (var database = Database.OpenCopy(path))
        {
            DatabaseCheck.Run(database, cancellation);
            Sequence.SkipLost(database);
        }

        PrivateFile.Sync(path);
    }

    private static void Finish(string folder, string name) =>
        PrivateFile.Rename(Unfinished(folder, name), Path.Combine(folder, name));

    private static void DeleteUnfinished(string folder, BackupManifest manifest)
    {
        foreach (var file in manifest.Files)
        {
            File.Delete(Unfinished(folder, file.Name));
        }
    }

    private static bool Exists(string folder, BackupFile file) => File.Exists(Path.Combine(folder, file.Name));

    private static string Unfinished(string folder, string name) => Path.Combine(folder, name + PrivateFile.Unfinished);

    private static StorageException Damaged(string source, string how) =>
        new(StorageFault.Permanent, $"The backup '{source}' is damaged or incomplete: {how}. Use another backup.");
}
