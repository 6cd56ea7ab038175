using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>
/// What all definitions have, whatever they define. <see cref="RecordStore{T}"/> fills these members in; features add theirs.
/// </summary>
public abstract record StoredRecord
{
    public string Tenant { get; init; } = "";

    public string Id { get; init; } = "";

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the definition was last written.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who wrote the record last, also by a pause or a resume; null: an older version, which did not keep it.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>When <see cref="ChangedBy"/> wrote it.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Changes with every write by a caller; for <c>If-Match</c>.</summary>
    public string ETag { get; init; } = "";
}

/// <summary>A record as it was written.</summary>
/// <param name="Record">With its new ETag.</param>
/// <param name="Created">False: it was there before.</param>
public sealed record Written<T>(T Record, bool Created)
    where T : StoredRecord;

/// <summary>Where a record is.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Which; unique in the tenant.</param>
/// <param name="Row">The key of its row.</param>
/// <param name="Shard">Its home shard.</param>
public sealed record RecordKey(string Tenant, string Id, string Row, int Shard)
{
    /// <summary>Its id as callers know it, when that is unique only within something else.</summary>
    public string Name { get; init; } = Id;

    public string Partition => ShardMap.Partition(Shard);

    internal ValueTask<Row?> GetAsync(IStorage storage, CancellationToken cancellation) =>
        storage.Tables.GetAsync(Partition, Row, cancellation);
}
