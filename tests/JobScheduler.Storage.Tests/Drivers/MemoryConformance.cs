namespace JobScheduler.Storage.Tests;

/// <summary>The suite over the driver in memory.</summary>
public static class MemoryConformance
{
    public sealed class Limits : LimitTests<MemoryDriver>;

    public sealed class Commits : CommitTests<MemoryDriver>;

    public sealed class ETags : ETagTests<MemoryDriver>;

    public sealed class Reads : ReadTests<MemoryDriver>;

    public sealed class Values : ValueTests<MemoryDriver>;

    public sealed class Concurrency : ConcurrencyTests<MemoryDriver>;

    public sealed class Model : ModelTests<MemoryDriver>;

    public sealed class Queues : QueueTests<MemoryDriver>;

    public sealed class QueueLimits : QueueLimitTests<MemoryDriver>;

    public sealed class Blobs : BlobTests<MemoryDriver>;
}
