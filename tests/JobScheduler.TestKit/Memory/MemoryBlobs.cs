using JobScheduler.Storage;

namespace JobScheduler.TestKit;

internal sealed class MemoryBlobs(Lock gate) : IBlobStore
{
    private readonly SortedDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (gate)
            {
                return [.. _blobs.Keys];
            }
        }
    }

    public ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            _blobs[name] = content.ToArray();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, long offset, CancellationToken cancellation) =>
        ReadAsync(name, offset, int.MaxValue, cancellation);

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, long offset, int length, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (!_blobs.TryGetValue(name, out var content))
            {
                return new((ReadOnlyMemory<byte>?)null);
            }

            var rest = content.AsMemory((int)long.Min(offset, content.Length));
            return new(rest[..int.Min(length, rest.Length)].ToArray());
        }
    }

    public ValueTask AppendAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            _blobs[name] = [.. _blobs.GetValueOrDefault(name, []), .. content.Span];
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DeleteAsync(string name, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            _blobs.Remove(name);
        }

        return ValueTask.CompletedTask;
    }
}
