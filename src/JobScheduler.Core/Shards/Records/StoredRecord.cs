using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>
/// What all definitions have in common. <see cref="RecordStore{T}"/> fills these members in; features add theirs.
/// </summary>
public abstract record StoredRecord
{
    public string Tenant { get; init; } = "";

    public string Id { get; init; } = "";

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the definition was last written.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// Who last wrote the record, including by a pause or resume; null: written by an older version, which did not record it.
    /// </summary>
    public string? ChangedBy { get; init; }

    /// <summary>When <see cref="ChangedBy"/> wrote it.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>About how many bytes of it were read from blobs, as <see cref="JsonSize"/> counts: what its row does not show.</summary>
    public long InBlobs { get; init; }

    /// <summary>Changes with every write by a caller; for <c>If-Match</c>.</summary>
    public string ETag { get; init; } = "";
}

/// <summary>A record as written.</summary>
/// <param name="Record">With its new ETag.</param>
/// <param name="Created">False: it existed before.</param>
public sealed record Written<T>(T Record, bool Created)
    where T : StoredRecord;

/// <summary>Where a record is stored.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Id">Its id; unique in the tenant.</param>
/// <param name="Row">The key of its row.</param>
/// <param name="Shard">Its home shard.</param>
public sealed record RecordKey(string Tenant, string Id, string Row, int Shard)
{
    /// <summary>The id that callers know, if that is unique only within something else.</summary>
    public string Name { get; init; } = Id;

    public string Partition => ShardMap.Partition(Shard);

    internal ValueTask<Row?> GetAsync(IStorage storage, CancellationToken cancellation) =>
        storage.Tables.GetAsync(Partition, Row, cancellation);
}
