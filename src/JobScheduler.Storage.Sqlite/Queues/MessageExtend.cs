using System.Globalization;

namespace JobScheduler.Storage.Sqlite;

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
