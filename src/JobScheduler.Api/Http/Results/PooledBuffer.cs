using System.Buffers;

namespace JobScheduler.Api.Http;

/// <summary>
/// Memory for an answer; small ones in a row use the same memory, instead of leaving it all to the garbage collector. What was written is
/// gone with <see cref="Dispose"/>.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int First = 4 * 1024;

    private byte[] _bytes = PooledArrays.Rent<byte>(First);

    /// <summary>How much was written.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Starts over in the same memory.</summary>
    public void Clear() => Length = 0;

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
        {
            PooledArrays.Return(bytes);
        }
    }

    // Half as much for large ones: twice would leave up to half of the memory unused.
    private static int Grown(int length) => length <= PooledArrays.LargestPooled ? 2 * length : length + (length / 2);

    private void Reserve(int size)
    {
        ObjectDisposedException.ThrowIf(_bytes.Length == 0, this);
        var needed = Length + Math.Max(size, 1);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var larger = PooledArrays.Rent<byte>(Math.Max(needed, Grown(_bytes.Length)));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        PooledArrays.Return(_bytes);
        _bytes = larger;
    }
}
