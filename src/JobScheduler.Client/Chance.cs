using System.Security.Cryptography;

namespace JobScheduler.Client;

/// <summary>Where a client's chance comes from. Override it to make tests repeatable.</summary>
public class Chance
{
    /// <summary>Uniform in [0, 1).</summary>
    public virtual double NextShare() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    /// <summary>An idempotency key, or id of a backfill, that nobody else makes: 128 random bits as hexadecimal digits, lower case.</summary>
    public virtual string NextKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
