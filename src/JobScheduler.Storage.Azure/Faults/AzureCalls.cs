namespace JobScheduler.Storage.Azure;

/// <summary>
/// How the account is called: errors classified, and reads repeated. Writes are not: the core decides whether to repeat one.
/// </summary>
internal sealed class AzureCalls(TimeProvider time)
{
    // Most errors of a read are a connection that was closed while idle. Waiting longer is up to the caller.
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromMilliseconds(100)];

    public static async ValueTask<T> OnceAsync<T>(AzurePart part, Func<Task<T>> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await call();
        }
        catch (Exception error) when (AzureFaults.Classify(error, part, cancellation) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>For what changes nothing.</summary>
    public async ValueTask<T> ReadAsync<T>(AzurePart part, Func<Task<T>> call, CancellationToken cancellation)
    {
        foreach (var pause in Pauses)
        {
            try
            {
                return await OnceAsync(part, call, cancellation);
            }
            catch (StorageException error) when (error.Fault is StorageFault.Transient or StorageFault.Unknown)
            {
                await Task.Delay(pause, time, cancellation);
            }
        }

        return await OnceAsync(part, call, cancellation);
    }
}

/// <summary>The services of a storage account; each has its own address and its own role.</summary>
internal enum AzurePart
{
    Table,
    Queue,
    Blob,
}
