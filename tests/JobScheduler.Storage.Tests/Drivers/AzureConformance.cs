namespace JobScheduler.Storage.Tests;

/// <summary>The suite over the driver of storage accounts, on the emulator.</summary>
public static class AzureConformance
{
    public sealed class Limits : LimitTests<AzureDriver>;

    public sealed class Commits : CommitTests<AzureDriver>;

    public sealed class ETags : ETagTests<AzureDriver>;

    public sealed class Reads : ReadTests<AzureDriver>;

    public sealed class Values : ValueTests<AzureDriver>;

    public sealed class Concurrency : ConcurrencyTests<AzureDriver>;

    public sealed class Model : ModelTests<AzureDriver>;

    public sealed class Queues : QueueTests<AzureDriver>;

    public sealed class QueueLimits : QueueLimitTests<AzureDriver>;

    public sealed class Blobs : BlobTests<AzureDriver>;
}
