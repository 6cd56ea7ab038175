namespace JobScheduler.Storage.Tests;

/// <summary>The suite over the embedded driver.</summary>
public static class SqliteConformance
{
    public sealed class Limits : LimitTests<SqliteDriver>;

    public sealed class Commits : CommitTests<SqliteDriver>;

    public sealed class ETags : ETagTests<SqliteDriver>;

    public sealed class Reads : ReadTests<SqliteDriver>;

    public sealed class Values : ValueTests<SqliteDriver>;

    public sealed class Concurrency : ConcurrencyTests<SqliteDriver>;

    public sealed class Model : ModelTests<SqliteDriver>;

    public sealed class Queues : QueueTests<SqliteDriver>;

    public sealed class QueueLimits : QueueLimitTests<SqliteDriver>;

    public sealed class Blobs : BlobTests<SqliteDriver>;
}
