using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// Put writes a block blob in one call; append writes to an append blob, one call for each append. The core does not mix the two on one
/// name; doing so costs a copy.
/// </summary>
/// <remarks>
/// An append with an unknown outcome is not repeated: it might then be there twice. An append blob takes 50,000 appends; the next one fails
/// for good.
/// </remarks>
internal sealed class AzureBlobs(AzureClients clients, AzureCalls calls) : IBlobStore
{
    private readonly BlobContainerClient _container = clients.Container;

    public async ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        await WriteAsync(() => ReplaceAsync(name, content, null, cancellation), cancellation);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, long offset, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var range = offset == 0 ? default : new HttpRange(offset);
        return calls.ReadAsync(AzurePart.Blob, async () => (await FindAsync(name, range, cancellation))?.Content, cancellation);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, long offset, int length, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var range = new HttpRange(offset, length);
        return calls.ReadAsync(AzurePart.Blob, async () => (await FindAsync(name, range, cancellation))?.Content, cancellation);
    }

    public async ValueTask AppendAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        await WriteAsync(() => AddAsync(name, content, cancellation), cancellation);
    }

    public async ValueTask DeleteAsync(string name, CancellationToken cancellation)
    {
        StorageLimits.CheckBlob(name);
        await AzureCalls.OnceAsync(AzurePart.Blob, () => Blob(name).DeleteIfExistsAsync(cancellationToken: cancellation), cancellation);
    }

    private BlobClient Blob(string name) => _container.GetBlobClient(AzureNames.Blob(name));

    /// <summary>Like a queue, the container is created at its first use.</summary>
    private async ValueTask WriteAsync(Func<Task> write, CancellationToken cancellation) => await AzureCalls.OnceAsync(
        AzurePart.Blob,
        async () =>
        {
            try
            {
                await write();
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await _container.CreateIfNotExistsAsync(cancellationToken: cancellation);
                await write();
            }

            return true;
        },
        cancellation);

    private async Task ReplaceAsync(string name, ReadOnlyMemory<byte> content, ETag? expected, CancellationToken cancellation)
    {
        var options = new BlobUploadOptions { Conditions = expected is { } etag ? new BlobRequestConditions { IfMatch = etag } : null };
        try
        {
            await Blob(name).UploadAsync(BinaryData.FromBytes(content), options, cancellation);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.InvalidBlobType)
        {
            // It was appended to before, and a blob never changes its type.
            await Blob(name).DeleteIfExistsAsync(cancellationToken: cancellation);
            await Blob(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellation);
        }
    }

    private async Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var blob = _container.GetAppendBlobClient(AzureNames.Blob(name));
        try
        {
            if (content.IsEmpty)
            {
                await CreateAsync(blob, cancellation);
                return;
            }

            try
            {
                await AppendAsync();
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                await CreateAsync(blob, cancellation);
                await AppendAsync();
            }
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.InvalidBlobType)
        {
            await AddToPutAsync(name, content, cancellation);
        }

        // A new stream each time: the SDK reads it to its end.
        async Task AppendAsync() => await blob.AppendBlockAsync(BinaryData.FromBytes(content).ToStream(), cancellationToken: cancellation);
    }

    // Never over an existing one: that would empty it.
    private static async Task CreateAsync(AppendBlobClient blob, CancellationToken cancellation) =>
        await blob.CreateIfNotExistsAsync(cancellationToken: cancellation);

    /// <summary>Reads, adds, and replaces what was read.</summary>
    private async Task AddToPutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        while (true)
        {
            if (await FindAsync(name, default, cancellation) is not { } found)
            {
                await AddAsync(name, content, cancellation);
                return;
            }

            try
            {
                await ReplaceAsync(name, (byte[])[.. found.Content.Span, .. content.Span], found.ETag, cancellation);
                return;
            }
            catch (RequestFailedException error) when (error.Status == 412)
            {
                // Somebody else was faster.
            }
        }
    }

    private async Task<(ReadOnlyMemory<byte> Content, ETag ETag)?> FindAsync(string name, HttpRange range, CancellationToken cancellation)
    {
        try
        {
            var found = await Blob(name).DownloadContentAsync(new BlobDownloadOptions { Range = range }, cancellation);
            return (found.Value.Content.ToMemory(), found.Value.Details.ETag);
        }
        catch (RequestFailedException error) when (
            error.ErrorCode == BlobErrorCode.BlobNotFound || error.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return null;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.InvalidRange)
        {
            return (ReadOnlyMemory<byte>.Empty, default);
        }
    }
}
