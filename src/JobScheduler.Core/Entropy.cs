using System.Buffers.Binary;
using System.Security.Cryptography;

namespace JobScheduler;

/// <summary>
/// The source of random values, injected so that a simulation can be replayed from its seed. The default is cryptographically strong.
/// </summary>
public class Entropy
{
    /// <summary>Fills the span with random bytes.</summary>
    public virtual void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextShare() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public string NextName() => NextBits().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
