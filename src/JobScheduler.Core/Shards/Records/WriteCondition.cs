namespace JobScheduler.Shards.Records;

/// <summary>What must hold for a write to take effect.</summary>
/// <param name="IfMatch">The ETag that the record must have (<see cref="StoredRecord.ETag"/>, without quotes); null: any.</param>
/// <param name="IfNoneMatch">True: the record must not exist.</param>
public sealed record WriteCondition(string? IfMatch = null, bool IfNoneMatch = false)
{
    public static readonly WriteCondition None = new();

    /// <param name="kind">What the record is called.</param>
    /// <param name="id">Which.</param>
    /// <param name="etag">Its present ETag; null: it does not exist.</param>
    /// <exception cref="RefusalException">The condition does not hold.</exception>
    public void Check(string kind, string id, string? etag)
    {
        if (IfNoneMatch && etag is not null)
        {
            throw new RefusalException(RefusalKind.Precondition, $"{kind} '{id}' already exists");
        }

        if (IfMatch is { } asked && asked != etag)
        {
            throw new RefusalException(
                RefusalKind.Precondition, etag is null
                    ? $"{kind} '{id}' does not exist"
                    : $"{kind} '{id}' has changed in the meantime; read it again");
        }
    }
}
