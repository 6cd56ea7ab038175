using Azure.Core.Pipeline;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// The driver of an Azure storage account, for any number of processes: rows in one table, doorbells in queues, large contents in a
/// container. It keeps nothing in memory but connections.
/// </summary>
public sealed class AzureStorage : IStorage
{
    private readonly Preparation _preparation;

    /// <param name="options">Validated options.</param>
    /// <param name="clock">Learns the account's time from its answers, and times the pauses between tries.</param>
    /// <param name="transport">Replaces the network; null: the network.</param>
    public AzureStorage(AzureStorageOptions options, StorageClock clock, HttpPipelineTransport? transport = null)
    {
        var clients = new AzureClients(options, new ClockPolicy(clock), transport);
        var calls = new AzureCalls(clock);
        _preparation = new Preparation(clients, clock);
        Place = clients.Place;
        Tables = new AzureTables(clients, calls);
        Queues = new AzureQueues(clients, calls);
        Blobs = new AzureBlobs(clients, calls);
    }

    /// <summary>For people: which account, and which table in it.</summary>
    public string Place { get; }

    public ITableStore Tables { get; }

    public IQueueStore Queues { get; }

    public IBlobStore Blobs { get; }

    /// <summary>
    /// Creates the table, the container and the queues of the system where they are missing; other queues are created by their first use.
    /// Gives up within half a minute.
    /// </summary>
    public ValueTask PrepareAsync(CancellationToken cancellation) => _preparation.RunAsync(cancellation);
}
