using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>
/// The names of the members of all open objects, to find those that are given twice: parsers disagree on which one counts. One table for
/// each level, which the objects of the level use one after the other: it need not be emptied, because entries tell whose they are. Only
/// places in the body are kept, no texts. Hashes are seeded (by the runtime, as those of strings), so that nobody can choose names that
/// collide.
/// </summary>
/// <param name="body">The body; UTF-8.</param>
/// <param name="lease">Pays for the tables.</param>
internal sealed class MemberNames(ReadOnlyMemory<byte> body, MemoryLease lease) : IDisposable
{
    private const int First = 32;

    private readonly Level[] _levels = new Level[BodyLimits.Depth + 1];
    private int _objects;

    /// <summary>An object or array begins at this level.</summary>
    public void Begin(int depth)
    {
        _levels[depth].Object = ++_objects;
        _levels[depth].Count = 0;
    }

    /// <summary>Adds the name where the reader stands.</summary>
    /// <returns>False: the open object of this level has it already.</returns>
    /// <exception cref="InvalidOperationException">The name contains an unpaired surrogate.</exception>
    public bool TryAdd(int depth, ref Utf8JsonReader reader)
    {
        ref var level = ref _levels[depth];
        if (level.Slots is null || 4 * level.Count >= 3 * level.Capacity)
        {
            Grow(ref level);
        }

        var start = (int)reader.TokenStartIndex;
        var hash = HashOf(ref reader);
        for (var i = hash & (level.Capacity - 1); ; i = (i + 1) & (level.Capacity - 1))
        {
            ref var slot = ref level.Slots![i];
            if (slot.Object != level.Object)
            {
                slot = new Slot(level.Object, hash, start);
                level.Count++;
                return true;
            }

            if (slot.Hash == hash && AreSame(slot.Start, start))
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        foreach (var level in _levels)
        {
            Return(level.Slots);
        }
    }

    private static int HashOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return HashOf(reader.ValueSpan);
        }

        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return HashOf(text.AsSpan(0, reader.CopyString(text)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    // The runtime's seeded hash is one of characters: of two bytes each.
    private static int HashOf(ReadOnlySpan<byte> text)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(text));
        return text.Length % 2 == 0 ? hash : (hash * 31) + text[^1];
    }

    private bool AreSame(int one, int other)
    {
        var first = ReaderAt(one);
        var second = ReaderAt(other);
        if (!first.ValueIsEscaped && !second.ValueIsEscaped)
        {
            return first.ValueSpan.SequenceEqual(second.ValueSpan);
        }

        if (!first.ValueIsEscaped)
        {
            return second.ValueTextEquals(first.ValueSpan);
        }

        var text = ArrayPool<byte>.Shared.Rent(first.ValueSpan.Length);
        try
        {
            return second.ValueTextEquals(text.AsSpan(0, first.CopyString(text)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>A reader that has read the text at this place.</summary>
    private Utf8JsonReader ReaderAt(int start)
    {
        var reader = new Utf8JsonReader(body.Span[start..], isFinalBlock: false, default);
        reader.Read();
        return reader;
    }

    private void Grow(ref Level level)
    {
        var (before, capacity) = (level.Slots, level.Capacity);
        var slots = PooledArrays.Rent<Slot>(before is null ? First : 2 * capacity);
        lease.Take((long)slots.Length * Slot.Bytes);
        slots.AsSpan().Clear();
        (level.Slots, level.Capacity) = (slots, before is null ? First : 2 * capacity);
        for (var i = 0; i < capacity; i++)
        {
            if (before![i].Object == level.Object)
            {
                var place = before[i].Hash & (level.Capacity - 1);
                while (slots[place].Object != 0)
                {
                    place = (place + 1) & (level.Capacity - 1);
                }

                slots[place] = before[i];
            }
        }

        Return(before);
    }

    private void Return(Slot[]? slots)
    {
        if (slots is not null)
        {
            lease.Return((long)slots.Length * Slot.Bytes);
            PooledArrays.Return(slots);
        }
    }

    /// <summary>The names of the object that is open at a level.</summary>
    private struct Level
    {
        public Slot[]? Slots;
        public int Capacity;
        public int Count;
        public int Object;
    }

    /// <summary>One name.</summary>
    /// <param name="Object">Whose it is; 0: nobody's, as that of any other than the open object.</param>
    /// <param name="Hash">Of its text.</param>
    /// <param name="Start">Where it begins in the body, with its quote.</param>
    private readonly record struct Slot(int Object, int Hash, int Start)
    {
        public const int Bytes = 3 * sizeof(int);
    }
}
