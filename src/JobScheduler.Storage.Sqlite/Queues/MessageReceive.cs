using System.Globalization;

namespace JobScheduler.Storage.Sqlite;

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
