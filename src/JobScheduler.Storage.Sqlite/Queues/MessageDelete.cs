namespace JobScheduler.Storage.Sqlite;

internal sealed class MessageDelete(string queue, long id, long receipt, CancellationToken cancellation) : Write<bool>(cancellation)
{
    protected override bool Apply(WriterSession session) =>
        session.Messages.Delete.Bind(1, id).Bind(2, queue).Bind(3, receipt).Run() == 1;
}
