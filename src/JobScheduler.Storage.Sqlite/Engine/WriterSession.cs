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
