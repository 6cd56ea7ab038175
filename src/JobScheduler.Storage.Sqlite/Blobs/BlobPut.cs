namespace JobScheduler.Storage.Sqlite;

internal sealed class BlobPut(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) : Write<bool>(cancellation)
{
    public override long Bytes => content.Length;

    protected override bool Apply(WriterSession session)
    {
        session.Blobs.Delete(name);
        session.Blobs.Add(name, 0, content.Span);
        return true;
    }
}
