namespace JobScheduler.Storage.Sqlite;

/// <summary>The writer's connection with its prepared statements; used by the writer's thread only.</summary>
internal sealed class WriterSession : IDisposable
{
    public WriterSession(Database database, Sequence numbers, TimeProvider time)
    {
        Database = database;
        Numbers = numbers;
        Time = time;
        Rows = new(database);
        Messages = new(database);
        Blobs = new(database);
    }

    public Database Database { get; }

    public Sequence Numbers { get; }

    public TimeProvider Time { get; }

    public RowStatements Rows { get; }

    public MessageStatements Messages { get; }

    public BlobStatements Blobs { get; }

    public void Dispose()
    {
        Rows.Dispose();
        Messages.Dispose();
        Blobs.Dispose();
        Database.Dispose();
    }
}

/// <summary>
/// Numbers that are never reused, for ETags, message ids and receipts. Each opening of the file has its own range of 2^40, so
/// nothing has to be written to continue after a crash.
/// </summary>
internal sealed class Sequence
{
    private long _last;

    private Sequence(long last) => _last = last;

    public static Sequence Begin(Database database)
    {
        database.Execute("INSERT INTO openings SELECT coalesce(max(number), 0) + 1 FROM openings");
        database.Execute("DELETE FROM openings WHERE number < (SELECT max(number) FROM openings)");
        return new(database.Number("SELECT max(number) FROM openings") << 40);
    }

    /// <summary>
    /// Of a restored database: skips the ranges that the lost one may have used after the backup, in up to 4,096 openings. Callers
    /// may still hold its ETags, and none of them may fit.
    /// </summary>
    public static void SkipLost(Database database) => database.Execute("UPDATE openings SET number = number + 4096");

    /// <summary>Called by the writer only.</summary>
    public long Next() => ++_last;
}
