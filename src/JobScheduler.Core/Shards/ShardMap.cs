using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JobScheduler.Shards;

/// <summary>Which shard holds what. Depends only on names and the number of shards, so that every process agrees.</summary>
public sealed class ShardMap
{
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 64 shards.</exception>
    public ShardMap(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 64);
        Count = count;
    }

    public int Count { get; }

    /// <summary>The partition key of a shard: two digits.</summary>
    public static string Partition(int shard) => shard.ToString("D2", CultureInfo.InvariantCulture);

    /// <summary>The shard of a job and of its pinned runs.</summary>
    public int OfJob(string tenant, string job) => Of($"{tenant}\n{job}");

    /// <summary>The shard of a spread run that was submitted under an idempotency key.</summary>
    public int OfKey(string tenant, string? job, string key) => Of($"{tenant}\n{job}\n{key}");

    /// <summary>The home shard of a record with its own id.</summary>
    public int OfRecord(string tenant, string kind, string id) => Of($"{tenant}\n{kind}\n{id}");

    private int Of(string name)
    {
        // SHA-256 because it is the same in every version and process, unlike string.GetHashCode.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)Count);
    }
}

/// <summary>Configuration section <c>Shards</c>.</summary>
public sealed class ShardOptions
{
    public const string Section = "Shards";

    /// <summary>Storage partitions, 1 to 64; fixed once a storage is set up. Default 8.</summary>
    [Range(1, 64)]
    public int Count { get; set; } = 8;
}
