using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace JobScheduler.Storage.Azure;

/// <summary>The SDK's clients of one account, without its retries: what may be repeated is known here and in the core.</summary>
internal sealed class AzureClients
{
    // Rows and messages are small; what takes longer has an unknown outcome, and waiting does not make it known.
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);

    // Contents may be megabytes over a slow connection.
    private static readonly TimeSpan BlobTimeOut = TimeSpan.FromSeconds(60);

    private readonly QueueServiceClient _queues;
    private readonly AzureNames _names;

    public AzureClients(AzureStorageOptions options, HttpPipelinePolicy clock, HttpPipelineTransport? transport)
    {
        _names = new AzureNames(options.Prefix);
        var table = Set(new TableClientOptions(), TimeOut, clock, transport);
        var queue = Set(new QueueClientOptions(), TimeOut, clock, transport);
        var blob = Set(new BlobClientOptions(), BlobTimeOut, clock, transport);
        BlobServiceClient blobs;
        if (options.ConnectionString is { } connection)
        {
            Table = new TableClient(connection, _names.Table, table);
            _queues = new QueueServiceClient(connection, queue);
            blobs = new BlobServiceClient(connection, blob);
        }
        else
        {
            var credential = Credential(options);
            Table = new TableClient(Address(options, "table", options.TableServiceUri), _names.Table, credential, table);
            _queues = new QueueServiceClient(Address(options, "queue", options.QueueServiceUri), credential, queue);
            blobs = new BlobServiceClient(Address(options, "blob", options.BlobServiceUri), credential, blob);
        }

        Container = blobs.GetBlobContainerClient(_names.Container);
    }

    public TableClient Table { get; }

    public BlobContainerClient Container { get; }

    /// <summary>For people: which account, and what in it.</summary>
    public string Place => $"account {Table.AccountName}, table {_names.Table}";

    public QueueClient Queue(string queue) => _queues.GetQueueClient(_names.Queue(queue));

    private static Uri Address(AzureStorageOptions options, string service, string? uri) =>
        new(uri ?? $"https://{options.AccountName}.{service}.core.windows.net");

    private static TokenCredential Credential(AzureStorageOptions options) => options switch
    {
        { ClientId: { } client } => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client)),
        { Credential: not null } => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
        _ => new DefaultAzureCredential(),
    };

    private static TOptions Set<TOptions>(TOptions options, TimeSpan timeOut, HttpPipelinePolicy clock, HttpPipelineTransport? transport)
        where TOptions : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = timeOut;
        options.Diagnostics.IsLoggingEnabled = false;
        options.AddPolicy(clock, HttpPipelinePosition.PerRetry);
        if (transport is not null)
        {
            options.Transport = transport;
        }

        return options;
    }
}
