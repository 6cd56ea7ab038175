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

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, long offset, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(_blobs.TryGetValue(name, out var content)
                ? content.AsMemory((int)long.Min(offset, content.Length)).ToArray()
                : (ReadOnlyMemory<byte>?)null);
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
