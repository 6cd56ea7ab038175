using System.Buffers;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// The columns of a row as bytes: a version, the number of columns, then each as kind, name and value. Numbers have a variable
/// length; text is UTF-8, or UTF-16 when it is no valid Unicode, so that any string comes back as it was.
/// </summary>
internal static class ColumnCodec
{
    public const byte Version = 1;

    /// <summary>The tag of a text that UTF-8 cannot hold; the other tags are those of <see cref="ColumnKind"/>.</summary>
    public const byte RawText = 15;

    public static byte[] Encode(Columns columns)
    {
        var size = 1 + ColumnWriter.NumberBytes;
        foreach (var (name, value) in columns)
        {
            size += 1 + 2 * ColumnWriter.NumberBytes + 3 * (name.Length + (value.Kind == ColumnKind.Text ? value.Text.Length : 0));
        }

        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var writer = new ColumnWriter(buffer);
        writer.Tag(Version);
        writer.Number(columns.Count);
        foreach (var (name, value) in columns)
        {
            writer.Column(name, value);
        }

        var encoded = writer.Written.ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return encoded;
    }

    /// <exception cref="StorageException">Permanent: written by a newer version.</exception>
    public static Columns Decode(ReadOnlySpan<byte> data)
    {
        var reader = new ColumnReader(data);
        if (reader.Tag() is var version && version != Version)
        {
            throw new StorageException(
                StorageFault.Permanent, $"A row is encoded in version {version}, which only a newer version of this program can read.");
        }

        var columns = new Columns();
        for (var count = reader.Number(); count > 0; count--)
        {
            var tag = reader.Tag();
            columns.Add(reader.Text(), reader.Value(tag));
        }

        return columns;
    }
}
