namespace JobScheduler.Storage.Sqlite;

/// <summary>A read-only connection with its prepared statements. Each read is one statement and so sees one state.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Database _database;

    public Reader(string path)
    {
        _database = Database.Open(path, writable: false);
        Row = _database.Prepare("SELECT etag, data FROM rows WHERE partition = ?1 AND key = ?2");
        Range = _database.Prepare(
            "SELECT key, etag, data FROM rows WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key");
        Head = _database.Prepare(
            "SELECT inserted FROM messages WHERE queue = ?1 AND visible <= ?2 ORDER BY visible, id LIMIT 1");
        Count = _database.Prepare("SELECT count(*) FROM messages WHERE queue = ?1");
        Blob = _database.Prepare(
            """
            SELECT start, content FROM blobs WHERE name = ?1
            AND start >= (SELECT max(start) FROM blobs WHERE name = ?1 AND start <= ?2) ORDER BY start
            """);
    }

    public Statement Row { get; }

    public Statement Range { get; }

    public Statement Head { get; }

    public Statement Count { get; }

    public Statement Blob { get; }

    public void Dispose()
    {
        Row.Dispose();
        Range.Dispose();
        Head.Dispose();
        Count.Dispose();
        Blob.Dispose();
        _database.Dispose();
    }
}
