namespace JobScheduler.Storage.Sqlite;

/// <summary>The statements that write rows, and the point to which a commit that cannot be made goes back.</summary>
internal sealed class RowStatements(Database database) : IDisposable
{
    public Statement Find { get; } = database.Prepare("SELECT etag, data FROM rows WHERE partition = ?1 AND key = ?2");

    public Statement Insert { get; } = database.Prepare(
        "INSERT INTO rows (partition, key, etag, data) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

    public Statement Replace { get; } = database.Prepare("UPDATE rows SET etag = ?3, data = ?4 WHERE partition = ?1 AND key = ?2");

    public Statement ReplaceSame { get; } = database.Prepare(
        "UPDATE rows SET etag = ?3, data = ?4 WHERE partition = ?1 AND key = ?2 AND etag = ?5");

    public Statement Delete { get; } = database.Prepare("DELETE FROM rows WHERE partition = ?1 AND key = ?2");

    public Statement DeleteSame { get; } = database.Prepare("DELETE FROM rows WHERE partition = ?1 AND key = ?2 AND etag = ?3");

    public Statement Mark { get; } = database.Prepare("SAVEPOINT before");

    public Statement Forget { get; } = database.Prepare("RELEASE before");

    public Statement GoBack { get; } = database.Prepare("ROLLBACK TO before");

    public void Dispose()
    {
        foreach (var statement in (Statement[])[Find, Insert, Replace, ReplaceSame, Delete, DeleteSame, Mark, Forget, GoBack])
        {
            statement.Dispose();
        }
    }
}
