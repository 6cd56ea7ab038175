using JobScheduler.Shards;

namespace JobScheduler.Storage.Azure;

/// <summary>Creates what is missing in the account. May run in several processes at once: creating what is there is no error.</summary>
internal sealed class Preparation(AzureClients clients, TimeProvider time)
{
    // Long enough for a restart of the emulator or brief throttling, short enough for a person waiting at a terminal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <exception cref="StorageException">Permanent, with what to do.</exception>
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        StorageException? last = null;
        try
        {
            foreach (var pause in Pauses)
            {
                try
                {
                    await CreateAsync(both.Token);
                    return;
                }
                catch (StorageException error) when (error.IsTransient)
                {
                    last = error;
                    await Task.Delay(pause, time, both.Token);
                }
            }

            await CreateAsync(both.Token);
        }
        catch (StorageException error) when (error.IsTransient)
        {
            throw GiveUp(error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw GiveUp(last);
        }
    }

    private StorageException GiveUp(StorageException? last) => new(
        StorageFault.Permanent,
        $"The storage ({clients.Place}) cannot be used: {last?.Message ?? "it does not respond."} "
        + $"Check {ConnectionKeys.Connection}, that the account exists, and that this machine can reach it.",
        last);

    private async Task CreateAsync(CancellationToken cancellation)
    {
        await AzureCalls.OnceAsync(AzurePart.Table, () => clients.Table.CreateIfNotExistsAsync(cancellation), cancellation);
        await AzureCalls.OnceAsync(
            AzurePart.Blob, () => clients.Container.CreateIfNotExistsAsync(cancellationToken: cancellation), cancellation);
        foreach (var queue in QueueNames.Executed)
        {
            await CreateQueueAsync(queue, cancellation);
            await CreateQueueAsync(QueueNames.Poison(queue), cancellation);
        }
    }

    private async Task CreateQueueAsync(string queue, CancellationToken cancellation) => await AzureCalls.OnceAsync(
        AzurePart.Queue, () => clients.Queue(queue).CreateIfNotExistsAsync(null, cancellation), cancellation);
}
