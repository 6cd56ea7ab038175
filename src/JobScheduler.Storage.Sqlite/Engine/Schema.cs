namespace JobScheduler.Storage.Sqlite;

/// <summary>The tables, as migration steps. A released step is never changed.</summary>
internal static class Schema
{
    // "JSch": tells our files from others put into the folder by mistake.
    private const long ApplicationId = 0x4A536368;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE openings (number INTEGER PRIMARY KEY);
        CREATE TABLE rows (partition TEXT, key TEXT, etag INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (partition, key))
            WITHOUT ROWID;
        CREATE TABLE messages (id INTEGER PRIMARY KEY, queue TEXT NOT NULL, visible INTEGER NOT NULL, receipt INTEGER NOT NULL,
            dequeues INTEGER NOT NULL, inserted INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX messages_in_order ON messages (queue, visible);
        CREATE TABLE blobs (name TEXT NOT NULL, start INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (name, start));
        """,
    ];

    /// <returns>The version of its tables; 0 if it has none yet.</returns>
    /// <exception cref="StorageException">Permanent: the file belongs to a newer version or another program.</exception>
    public static int Check(Database database)
    {
        var version = database.Number("PRAGMA user_version");
        var application = database.Number("PRAGMA application_id");
        if (application != ApplicationId && (version > 0 || database.Number("SELECT count(*) FROM sqlite_schema") > 0))
        {
            throw new StorageException(
                StorageFault.Permanent, $"'{database.Path}' is the database of another program. Choose another folder with --data.");
        }

        if (version > Steps.Length)
        {
            throw new StorageException(
                StorageFault.Permanent,
                $"'{database.Path}' was written by a newer version (schema {version}; this one knows {Steps.Length}). "
                + "Start that version, or choose another folder with --data.");
        }

        return (int)version;
    }

    /// <exception cref="StorageException">Permanent: the file belongs to a newer version or another program.</exception>
    public static void Migrate(Database database)
    {
        for (var next = Check(database); next < Steps.Length; next++)
        {
            database.Execute(
                $"BEGIN IMMEDIATE; {Steps[next]} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next + 1}; COMMIT");
        }
    }
}
