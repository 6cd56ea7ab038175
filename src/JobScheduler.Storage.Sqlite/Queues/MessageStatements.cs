namespace JobScheduler.Storage.Sqlite;

/// <summary>The statements that write messages. A message that was never received has the receipt 0.</summary>
internal sealed class MessageStatements(Database database) : IDisposable
{
    public Statement Send { get; } = database.Prepare(
        "INSERT INTO messages (id, queue, visible, receipt, dequeues, inserted, body) VALUES (?1, ?2, ?3, 0, 0, ?4, ?5)");

    public Statement Visible { get; } = database.Prepare(
        "SELECT id FROM messages WHERE queue = ?1 AND visible <= ?2 ORDER BY visible, id LIMIT ?3");

    public Statement Receive { get; } = database.Prepare(
        "UPDATE messages SET visible = ?2, receipt = ?3, dequeues = dequeues + 1 WHERE id = ?1 RETURNING dequeues, inserted, body");

    public Statement Extend { get; } = database.Prepare(
        "UPDATE messages SET visible = ?4, receipt = ?5 WHERE id = ?1 AND queue = ?2 AND receipt = ?3");

    public Statement Delete { get; } = database.Prepare("DELETE FROM messages WHERE id = ?1 AND queue = ?2 AND receipt = ?3");

    public void Dispose()
    {
        Send.Dispose();
        Visible.Dispose();
        Receive.Dispose();
        Extend.Dispose();
        Delete.Dispose();
    }
}
