namespace JobScheduler.Storage;

/// <summary>Content too large for a row. Names use the key alphabet and <c>/</c>.</summary>
public interface IBlobStore
{
    /// <summary>Writes the whole blob, replacing existing content.</summary>
    ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>The content from <paramref name="offset"/> to the end (empty beyond it), or null if there is no such blob.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, long offset, CancellationToken cancellation);

    /// <summary>
    /// As <see cref="GetAsync"/>, but at most <paramref name="length"/> bytes: fewer only at the end of the content. For contents that are
    /// passed on piece by piece and never held in memory.
    /// </summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, long offset, int length, CancellationToken cancellation);

    /// <summary>Adds to the end, creating the blob if it is missing.</summary>
    ValueTask AppendAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Deletes the blob; no error if it is missing.</summary>
    ValueTask DeleteAsync(string name, CancellationToken cancellation);
}
