using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace JobScheduler.Storage.Sqlite;

/// <summary>
/// The columns of a row as bytes: a version, the number of columns, then each as kind, name and value. Numbers have a variable
/// length; text is UTF-8, or UTF-16 if it is not valid Unicode, so that any string round-trips.
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

/// <summary>Writes into a buffer that its caller has made large enough.</summary>
internal ref struct ColumnWriter(Span<byte> buffer)
{
    /// <summary>The longest a number can get: 64 bits in groups of seven.</summary>
    public const int NumberBytes = 10;

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void Tag(byte tag) => _buffer[_length++] = tag;

    /// <summary>A number in groups of seven bits, small ones of either sign first (zigzag).</summary>
    public void Number(long number)
    {
        var rest = (ulong)(number << 1) ^ (ulong)(number >> 63);
        while (rest >= 0x80)
        {
            _buffer[_length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _buffer[_length++] = (byte)rest;
    }

    public void Column(string name, ColumnValue value)
    {
        var start = _length;
        Tag((byte)value.Kind);
        Bytes(name);
        if (value.Kind != ColumnKind.Text)
        {
            Number(value.ToRaw());
        }
        else if (!TryText(value.Text))
        {
            _buffer[start] = ColumnCodec.RawText;
            Raw(value.Text);
        }
    }

    private void Bytes(string name)
    {
        Number(Encoding.UTF8.GetByteCount(name));
        _length += Encoding.UTF8.GetBytes(name, _buffer[_length..]);
    }

    private bool TryText(string text)
    {
        var start = _length;
        Number(Encoding.UTF8.GetByteCount(text));
        if (Utf8.FromUtf16(text, _buffer[_length..], out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            _length = start;
            return false;
        }

        _length += written;
        return true;
    }

    private void Raw(string text)
    {
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        Number(bytes.Length);
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }
}

/// <summary>Reads what <see cref="ColumnWriter"/> wrote.</summary>
internal ref struct ColumnReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    public byte Tag() => _data[_at++];

    public long Number()
    {
        var (bits, shift) = (0UL, 0);
        byte group;
        do
        {
            group = _data[_at++];
            bits |= (ulong)(group & 0x7F) << shift;
            shift += 7;
        }
        while (group >= 0x80);

        return (long)(bits >> 1) ^ -(long)(bits & 1);
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public ColumnValue Value(byte tag) => tag switch
    {
        (byte)ColumnKind.Text => Text(),
        ColumnCodec.RawText => MemoryMarshal.Cast<byte, char>(Bytes()).ToString(),
        _ => ColumnValue.FromRaw((ColumnKind)tag, Number()),
    };

    private ReadOnlySpan<byte> Bytes()
    {
        var length = (int)Number();
        var bytes = _data.Slice(_at, length);
        _at += length;
        return bytes;
    }
}
