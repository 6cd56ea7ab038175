using System.Security.Cryptography;
using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// What is fixed for all processes on one storage: the number of shards, and a secret that signs the tokens of attempts. Written by
/// the first process; one that is configured otherwise refuses to start.
/// </summary>
public sealed class Deployment
{
    private const string Partition = "deployment";
    private const string Key = "deployment";
    private const string ShardsColumn = "shards";
    private const string SecretColumn = "secret";

    private Deployment(int shardCount, byte[] secret)
    {
        ShardCount = shardCount;
        Secret = secret;
    }

    public int ShardCount { get; }

    /// <summary>256 random bits.</summary>
    public byte[] Secret { get; }

    /// <exception cref="StorageException">Permanent: the storage has another number of shards than is configured.</exception>
    public static async Task<Deployment> OpenAsync(IStorage storage, int shardCount, Entropy entropy, CancellationToken cancellation)
    {
        for (; ; )
        {
            if (await storage.Tables.GetAsync(Partition, Key, cancellation) is { } row)
            {
                var found = (int)(row.Columns.Number(ShardsColumn) ?? 0);
                return found == shardCount
                    ? new Deployment(found, Convert.FromHexString(row.Columns.Text(SecretColumn) ?? ""))
                    : throw new StorageException(
                        StorageFault.Permanent,
                        $"this storage was set up with {found} shards, and Shards:Count asks for {shardCount}; set it to {found}, or choose another storage");
            }

            var secret = new byte[SHA256.HashSizeInBytes];
            entropy.Fill(secret);

            // Two processes may start at once: who fails to insert reads what the other one wrote.
            await storage.Tables.CommitAsync(
                Partition,
                [RowOperation.Insert(Key, new Columns { { ShardsColumn, (ColumnValue)(long)shardCount }, { SecretColumn, Convert.ToHexString(secret) } })],
                cancellation);
        }
    }
}
