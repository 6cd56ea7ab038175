namespace JobScheduler.Shards.Records;

/// <summary>One entity tag (RFC 9110, 8.8.3), without quotes.</summary>
/// <param name="Value">What is between the quotes.</param>
/// <param name="IsWeak">Whether it began with <c>W/</c>. The tags of records are strong.</param>
public readonly record struct EntityTag(string Value, bool IsWeak);

/// <summary>What <c>If-Match</c> and <c>If-None-Match</c> compare with: a list of tags, or any tag at all.</summary>
public sealed record EntityTags
{
    /// <summary><c>*</c>: fits whatever exists.</summary>
    public static readonly EntityTags Any = new([]) { IsAny = true };

    private readonly IReadOnlyList<EntityTag> _tags;

    public EntityTags(IReadOnlyList<EntityTag> tags) => _tags = tags;

    public bool IsAny { get; private init; }

    /// <summary>One strong tag, without quotes.</summary>
    public static EntityTags Of(string etag) => new([new EntityTag(etag, IsWeak: false)]);

    /// <summary>Strong comparison (RFC 9110, 8.8.3.2), which <c>If-Match</c> demands: a weak tag equals none.</summary>
    /// <param name="etag">The current tag, which is strong; null: there is nothing, which nothing fits.</param>
    public bool FitStrongly(string? etag) => etag is not null && (IsAny || _tags.Any(tag => !tag.IsWeak && tag.Value == etag));

    /// <summary>Weak comparison, which <c>If-None-Match</c> demands: whether tags are weak does not matter.</summary>
    /// <param name="etag">The current tag; null: there is nothing, which nothing fits.</param>
    public bool FitWeakly(string? etag) => etag is not null && (IsAny || _tags.Any(tag => tag.Value == etag));
}
