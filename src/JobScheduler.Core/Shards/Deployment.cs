using System.Security.Cryptography;
using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// What is fixed for all processes on one storage: the number of shards, and a secret that signs the tokens of attempts. Written by
/// the first process; a process with another configuration refuses to start.
/// </summary>
public sealed class Deployment(IStorage storage, ShardMap map, Entropy entropy)
{
    private const string Partition = "deployment";
    private const string Key = "deployment";
    private const string ShardsColumn = "shards";
    private const string SecretColumn = "secret";

    private byte[]? _secret;

    /// <summary>256 random bits.</summary>
    /// <exception cref="InvalidOperationException">The deployment has not been opened.</exception>
    public byte[] Secret => _secret ?? throw new InvalidOperationException("the storage has not been opened");

    /// <summary>Whether it has been opened.</summary>
    public bool IsOpen => _secret is not null;

    /// <summary>Prepares the storage and compares it with the configuration. Called once, before anything else.</summary>
    /// <exception cref="StorageException">The storage cannot be used; or it has another number of shards than is configured.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await storage.PrepareAsync(cancellation);
        while (_secret is null)
        {
            if (await storage.Tables.GetAsync(Partition, Key, cancellation) is { } row)
            {
                var found = row.Columns.Number(ShardsColumn);
                _secret = found == map.Count
                    ? Convert.FromHexString(row.Columns.Text(SecretColumn) ?? "")
                    : throw new StorageException(
                        StorageFault.Permanent,
                        $"this storage was set up with {found} shards, and {ShardOptions.Section}:Count asks for {map.Count}; "
                        + $"set it to {found}, or choose another storage");
            }
            else
            {
                // Two processes may start at once: the one that fails to insert reads what the other wrote.
                var secret = new byte[SHA256.HashSizeInBytes];
                entropy.Fill(secret);
                var columns = new Columns { { ShardsColumn, (ColumnValue)(long)map.Count }, { SecretColumn, Convert.ToHexString(secret) } };
                await storage.Tables.CommitAsync(Partition, [RowOperation.Insert(Key, columns)], cancellation);
            }
        }
    }
}
