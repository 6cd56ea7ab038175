using System.ComponentModel.DataAnnotations;

namespace JobScheduler.Shards;

/// <summary>Configuration section <c>Shards</c>.</summary>
public sealed class ShardOptions
{
    public const string Section = "Shards";

    /// <summary>Storage partitions, 1 to 64; fixed once a storage is set up. Default 8.</summary>
    [Range(1, 64)]
    public int Count { get; set; } = 8;
}
