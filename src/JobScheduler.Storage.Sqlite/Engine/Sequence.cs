namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// Numbers that never come again, for ETags, message ids and receipts. Each opening of the file has its own range of 2^40, so
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

    /// <summary>Called by the writer only.</summary>
    public long Next() => ++_last;
}
