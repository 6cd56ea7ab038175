namespace JobScheduler.Storage.Azure;

/// <summary>The services of a storage account; each has its own address and its own role.</summary>
internal enum AzurePart
{
    Table,
    Queue,
    Blob,
}
