namespace JobScheduler.Storage;

/// <summary>A storage driver: one account, one file, one simulation.</summary>
public interface IStorage
{
    ITableStore Tables { get; }

    IQueueStore Queues { get; }

    IBlobStore Blobs { get; }

    /// <summary>
    /// Whether several processes may use it at the same time. False: this process owns it alone for as long as it lives, so after a crash
    /// there is no other process to wait for.
    /// </summary>
    bool IsShared => true;

    /// <summary>Creates or migrates what the driver needs. Called once, before anything else; safe to call again.</summary>
    /// <exception cref="StorageException">
    /// With a message that says what to do: folder in use, permission missing, newer version.
    /// </exception>
    ValueTask PrepareAsync(CancellationToken cancellation);

    /// <summary>
    /// Asks whether reads and writes can be expected to succeed, with one cheap call at most; changes nothing. By default, reads a row that
    /// does not exist.
    /// </summary>
    /// <exception cref="StorageException">They cannot, with the fault that they would have.</exception>
    async ValueTask ProbeAsync(CancellationToken cancellation)
    {
        const string Probe = "health";
        await Tables.GetAsync(Probe, Probe, cancellation);
    }
}
