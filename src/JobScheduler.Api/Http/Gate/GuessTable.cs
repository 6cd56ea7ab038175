using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Api.Http;

/// <summary>
/// Counts invalid credentials by the address that sent them, and says how long an address that sends many is put off. Of IPv6 the first
/// 64 bits count, which is what one customer has at least (RFC 6177). The table has a fixed size, however many addresses try: where it is
/// full, the address that was silent for longest makes room. Thread-safe.
/// </summary>
/// <param name="time">Read as elapsed time, so that changes of the clock neither free nor lock out anybody.</param>
public sealed class GuessTable(TimeProvider time)
{
    /// <summary>How many an address may send within <see cref="Window"/> before it is put off.</summary>
    public const int Free = 10;

    private const int Sets = 1024;
    private const int Ways = 4;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>After such a silence an address begins anew.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Entry[] _entries = new Entry[Sets * Ways];
    private readonly long _start = time.GetTimestamp();

    /// <summary>Counts an invalid credential.</summary>
    /// <param name="address">Who sent it; null: all without an address are one.</param>
    /// <param name="isFirst">Whether nothing is remembered of this address.</param>
    /// <returns>How long it is put off; null: not yet.</returns>
    public TimeSpan? Count(IPAddress? address, out bool isFirst)
    {
        var key = KeyOf(address);
        var now = time.GetElapsedTime(_start);
        lock (_lock)
        {
            ref var entry = ref Find(key, now);
            isFirst = entry.Count == 0;
            entry.LastAt = now;
            if (now < entry.Until)
            {
                return entry.Until - now;
            }

            if (entry.Pauses == 0 && now - entry.Since >= Window)
            {
                (entry.Since, entry.Count) = (now, 0);
            }

            entry.Count++;
            if (entry.Pauses == 0 && entry.Count <= Free)
            {
                return null;
            }

            // Each further one after a pause doubles it: 5 s, 10 s, 20 s … 5 min.
            var pause = entry.Pauses < 6 ? ShortestPause * (1 << entry.Pauses) : LongestPause;
            entry.Pauses = Math.Min(entry.Pauses + 1, 6);
            entry.Until = now + pause;
            return pause;
        }
    }

    private ref Entry Find(Key key, TimeSpan now)
    {
        // The hash is seeded for each process: nobody can choose addresses that fall into one set.
        var set = (HashCode.Combine(key) & (Sets - 1)) * Ways;
        var oldest = set;
        for (var i = set; i < set + Ways; i++)
        {
            if (_entries[i].IsUsed && _entries[i].Key == key && now - _entries[i].LastAt < Memory)
            {
                return ref _entries[i];
            }

            if (!_entries[i].IsUsed || _entries[i].Key == key || (_entries[oldest].IsUsed && _entries[i].LastAt < _entries[oldest].LastAt))
            {
                oldest = i;
                if (_entries[i].Key == key)
                {
                    break;
                }
            }
        }

        _entries[oldest] = new Entry { IsUsed = true, Key = key, Since = now };
        return ref _entries[oldest];
    }

    private static Key KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new Key(4, BinaryPrimitives.ReadUInt32BigEndian(bytes[..length]))
            : new Key(6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    private readonly record struct Key(byte Family, ulong Bits);

    private struct Entry
    {
        public bool IsUsed;
        public Key Key;
        public TimeSpan Since;
        public TimeSpan LastAt;
        public TimeSpan Until;
        public int Count;
        public int Pauses;
    }
}
