namespace JobScheduler.Storage.Azure;

/// <summary>
/// Which storage account, and how to get in. Configuration <c>JobStore</c>, in one of the three forms that Azure Functions uses: a
/// connection string; the name of an account; or the addresses of its three services. The last two use an identity.
/// </summary>
public sealed class AzureStorageOptions
{
    /// <summary>Configuration <c>JobStore</c> itself: for the emulator and for accounts with keys.</summary>
    public string? ConnectionString { get; set; }

    /// <summary><c>JobStore:accountName</c>: an account of the public cloud.</summary>
    public string? AccountName { get; set; }

    /// <summary><c>JobStore:blobServiceUri</c>.</summary>
    public string? BlobServiceUri { get; set; }

    /// <summary><c>JobStore:queueServiceUri</c>.</summary>
    public string? QueueServiceUri { get; set; }

    /// <summary><c>JobStore:tableServiceUri</c>.</summary>
    public string? TableServiceUri { get; set; }

    /// <summary><c>JobStore:clientId</c>: the user-assigned managed identity to use, and no other.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// <c>JobStore:credential</c>: <c>managedidentity</c> uses nothing else; the default also tries developer credentials.
    /// </summary>
    public string? Credential { get; set; }

    /// <summary><c>JobStorePrefix</c>: prefix of all names in the account. Default <c>jobscheduler</c>.</summary>
    public string Prefix { get; set; } = AzureNames.DefaultPrefix;
}
