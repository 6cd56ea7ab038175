namespace JobScheduler.Jobs;

/// <summary>What must hold for a write to take effect.</summary>
/// <param name="IfMatch">The ETag that the record must have (<see cref="JobRecord.ETag"/>, without quotes); null: any.</param>
/// <param name="IfNoneMatch">True: the record must not exist.</param>
public sealed record WriteCondition(string? IfMatch = null, bool IfNoneMatch = false)
{
    public static readonly WriteCondition None = new();
}
