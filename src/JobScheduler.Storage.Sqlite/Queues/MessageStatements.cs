using System.Globalization;
using System.Text;

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

    /// <summary>
    /// Makes visible what a former process had received. It is gone for certain, as this one has the folder for itself, and nobody else
    /// would look at its messages before their time.
    /// </summary>
    public static void FreeAbandoned(Database database) => database.Execute("UPDATE messages SET visible = 0 WHERE receipt > 0");

    public void Dispose()
    {
        Send.Dispose();
        Visible.Dispose();
        Receive.Dispose();
        Extend.Dispose();
        Delete.Dispose();
    }
}

internal sealed class MessageSend(string queue, string body, TimeSpan delay, CancellationToken cancellation) : Write<bool>(cancellation)
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes(body);

    public override long Bytes => _body.Length;

    protected override bool Apply(WriterSession session)
    {
        // The writer's time, not the caller's, so that messages are in the order of their commits.
        var now = session.Time.GetUtcNow();
        var visible = now + StorageLimits.CutToSeconds(delay);
        session.Messages.Send
            .Bind(1, session.Numbers.Next()).Bind(2, queue).Bind(3, visible.UtcTicks).Bind(4, now.UtcTicks).Bind(5, _body).Run();
        return true;
    }
}

internal sealed class MessageReceive(string queue, int max, TimeSpan visibility, CancellationToken cancellation)
    : Write<IReadOnlyList<QueueMessage>>(cancellation)
{
    public override int Rows => max;

    protected override IReadOnlyList<QueueMessage> Apply(WriterSession session)
    {
        var now = session.Time.GetUtcNow();
        var until = now + StorageLimits.CutToSeconds(visibility);
        return [.. Visible(session.Messages.Visible, now).Select(id => Receive(id, until, session))];
    }

    private List<long> Visible(Statement visible, DateTimeOffset now)
    {
        var ids = new List<long>();
        visible.Bind(1, queue).Bind(2, now.UtcTicks).Bind(3, max);
        using (visible.Begin())
        {
            while (visible.Step())
            {
                ids.Add(visible.Number(0));
            }
        }

        return ids;
    }

    private static QueueMessage Receive(long id, DateTimeOffset until, WriterSession session)
    {
        var receipt = session.Numbers.Next();
        var receive = session.Messages.Receive.Bind(1, id).Bind(2, until.UtcTicks).Bind(3, receipt);
        using (receive.Begin())
        {
            receive.Step();
            return new(
                id.ToString(CultureInfo.InvariantCulture),
                receipt.ToString(CultureInfo.InvariantCulture),
                receive.Text(2),
                (int)receive.Number(0),
                new DateTimeOffset(receive.Number(1), TimeSpan.Zero));
        }
    }
}

internal sealed class MessageExtend(string queue, long id, long receipt, TimeSpan visibility, CancellationToken cancellation)
    : Write<string?>(cancellation)
{
    protected override string? Apply(WriterSession session)
    {
        var next = session.Numbers.Next();
        var until = session.Time.GetUtcNow() + StorageLimits.CutToSeconds(visibility);
        var extended = session.Messages.Extend
            .Bind(1, id).Bind(2, queue).Bind(3, receipt).Bind(4, until.UtcTicks).Bind(5, next).Run() == 1;
        return extended ? next.ToString(CultureInfo.InvariantCulture) : null;
    }
}

internal sealed class MessageDelete(string queue, long id, long receipt, CancellationToken cancellation) : Write<bool>(cancellation)
{
    protected override bool Apply(WriterSession session) =>
        session.Messages.Delete.Bind(1, id).Bind(2, queue).Bind(3, receipt).Run() == 1;
}
