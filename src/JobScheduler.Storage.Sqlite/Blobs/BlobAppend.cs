namespace JobScheduler.Storage.Sqlite;

internal sealed class BlobAppend(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) : Write<bool>(cancellation)
{
    public override long Bytes => content.Length;

    protected override bool Apply(WriterSession session)
    {
        var length = session.Blobs.Length(name);
        if (length == 0 || !content.IsEmpty)
        {
            session.Blobs.Add(name, length, content.Span);
        }

        return true;
    }
}
