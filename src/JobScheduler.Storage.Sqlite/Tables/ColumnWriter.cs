using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace JobScheduler.Storage.Sqlite;

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
