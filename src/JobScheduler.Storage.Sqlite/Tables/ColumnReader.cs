using System.Runtime.InteropServices;
using System.Text;

namespace JobScheduler.Storage.Sqlite;

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
