using System.Buffers;

namespace JobScheduler.Storage.Sqlite;

internal sealed class SqliteBlobs(SqliteStorage storage) : IBlobStore
{
    public async ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        await storage.Writer.WriteAsync(new BlobPut(name, content, cancellation));
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, long offset, CancellationToken cancellation) =>
        ReadAsync(name, offset, int.MaxValue, cancellation);

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, long offset, int length, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        cancellation.ThrowIfCancellationRequested();
        return new(storage.Readers.Read(
            (name, offset, length), static (reader, asked) => Get(reader.Blob, asked.name, asked.offset, asked.length)));
    }

    public async ValueTask AppendAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        await storage.Writer.WriteAsync(new BlobAppend(name, content, cancellation));
    }

    public async ValueTask DeleteAsync(string name, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        await storage.Writer.WriteAsync(new BlobDelete(name, cancellation));
    }

    private static ReadOnlyMemory<byte>? Get(Statement chunks, string name, long offset, int length)
    {
        using (chunks.Bind(1, name).Bind(2, offset).Begin())
        {
            if (!chunks.Step())
            {
                return null;
            }

            var content = new ArrayBufferWriter<byte>();
            do
            {
                var chunk = chunks.Bytes(1);
                chunk = chunk[(int)long.Clamp(offset - chunks.Number(0), 0, chunk.Length)..];
                content.Write(chunk[..int.Min(length - content.WrittenCount, chunk.Length)]);
            }
            while (content.WrittenCount < length && chunks.Step());

            return content.WrittenMemory;
        }
    }
}
