using System.Text;

namespace JobScheduler.Storage.Sqlite;

internal sealed class MessageSend(string queue, string body, TimeSpan delay, CancellationToken cancellation) : Write<bool>(cancellation)
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes(body);

    public override long Bytes => _body.Length;

    protected override bool Apply(WriterSession session)
    {
        // The writer's time, not the caller's: messages then lie in the order of their commits.
        var now = session.Time.GetUtcNow();
        var visible = now + StorageLimits.CutToSeconds(delay);
        session.Messages.Send
            .Bind(1, session.Numbers.Next()).Bind(2, queue).Bind(3, visible.UtcTicks).Bind(4, now.UtcTicks).Bind(5, _body).Run();
        return true;
    }
}
