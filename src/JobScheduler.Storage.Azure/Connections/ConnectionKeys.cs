namespace JobScheduler.Storage.Azure;

/// <summary>The configuration keys of the driver.</summary>
public static class ConnectionKeys
{
    /// <summary>
    /// A connection string, or the section with the other keys; also the name that Functions triggers use as their connection.
    /// </summary>
    public const string Connection = "JobStore";

    public const string AccountName = $"{Connection}:accountName";
    public const string BlobServiceUri = $"{Connection}:blobServiceUri";
    public const string QueueServiceUri = $"{Connection}:queueServiceUri";
    public const string TableServiceUri = $"{Connection}:tableServiceUri";
    public const string ClientId = $"{Connection}:clientId";
    public const string Credential = $"{Connection}:credential";

    /// <summary>Flat, because triggers refer to it in the names of their queues as <c>%JobStorePrefix%</c>.</summary>
    public const string Prefix = "JobStorePrefix";

    /// <summary>The only value of <see cref="Credential"/>.</summary>
    public const string ManagedIdentity = "managedidentity";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All =
        [Connection, AccountName, BlobServiceUri, QueueServiceUri, TableServiceUri, ClientId, Credential, Prefix];

    internal static readonly IReadOnlyList<string> OfSection =
        [AccountName, BlobServiceUri, QueueServiceUri, TableServiceUri, ClientId, Credential];

    /// <summary>A key as an environment variable, which is what people set in an application's settings.</summary>
    internal static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
