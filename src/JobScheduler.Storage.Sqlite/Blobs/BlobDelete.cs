namespace JobScheduler.Storage.Sqlite;

internal sealed class BlobDelete(string name, CancellationToken cancellation) : Write<bool>(cancellation)
{
    protected override bool Apply(WriterSession session)
    {
        session.Blobs.Delete(name);
        return true;
    }
}
