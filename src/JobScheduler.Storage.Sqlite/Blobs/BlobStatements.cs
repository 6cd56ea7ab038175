namespace JobScheduler.Storage.Sqlite;

/// <summary>The statements that write blobs. A blob lies in chunks, each under the offset at which it starts.</summary>
internal sealed class BlobStatements(Database database) : IDisposable
{
    private const int ChunkBytes = 256 * 1024;

    private readonly Statement _length = database.Prepare(
        "SELECT start + length(content) FROM blobs WHERE name = ?1 ORDER BY start DESC LIMIT 1");

    // A chunk is only ever replaced if the blob is empty: an empty blob is one empty chunk.
    private readonly Statement _add = database.Prepare("INSERT OR REPLACE INTO blobs (name, start, content) VALUES (?1, ?2, ?3)");

    private readonly Statement _delete = database.Prepare("DELETE FROM blobs WHERE name = ?1");

    public long Length(string name)
    {
        using (_length.Bind(1, name).Begin())
        {
            return _length.Step() ? _length.Number(0) : 0;
        }
    }

    public void Add(string name, long offset, ReadOnlySpan<byte> content)
    {
        var done = 0;
        do
        {
            var chunk = content.Slice(done, int.Min(ChunkBytes, content.Length - done));
            _add.Bind(1, name).Bind(2, offset + done).Bind(3, chunk).Run();
            done += chunk.Length;
        }
        while (done < content.Length);
    }

    public void Delete(string name) => _delete.Bind(1, name).Run();

    public void Dispose()
    {
        _length.Dispose();
        _add.Dispose();
        _delete.Dispose();
    }
}

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

internal sealed class BlobDelete(string name, CancellationToken cancellation) : Write<bool>(cancellation)
{
    protected override bool Apply(WriterSession session)
    {
        session.Blobs.Delete(name);
        return true;
    }
}
