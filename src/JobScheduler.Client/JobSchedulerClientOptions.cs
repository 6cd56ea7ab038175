using System.Security.Cryptography;

namespace JobScheduler.Client;

/// <summary>How patient a client is. The defaults ride out a server restart of about 15 s.</summary>
public sealed record JobSchedulerClientOptions
{
    /// <summary>Tries of one call, including the first, 1 to 100. Default 6; 1 never retries.</summary>
    public int MaxTries { get; init; } = 6;

    /// <summary>
    /// The delay before the second try; it doubles with each further one, and a random part of up to half is taken off. Default 500 ms.
    /// </summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Upper bound of that delay. A Retry-After from the server may be longer, and is obeyed. Default 15 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one try may take; a call that asks the server to wait gets that time on top. Default 30 s.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>No try begins later than this after the call began. Default 2 min.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock behind all delays and timeouts. Default: the machine's.</summary>
    public TimeProvider Time { get; init; } = MachineTime;

    /// <summary>Where idempotency keys and the random part of delays come from. Default: cryptographically strong.</summary>
    public Chance Chance { get; init; } = new();

#pragma warning disable RS0030 // Only a head chooses the clock; in a process that has no head but uses this client, the client has to.
    private static TimeProvider MachineTime => TimeProvider.System;
#pragma warning restore RS0030

    internal void Check()
    {
        var errors = new List<string>();
        if (MaxTries is < 1 or > 100)
        {
            errors.Add($"{nameof(MaxTries)} must be 1 to 100");
        }

        foreach (var (name, value) in new[]
        {
            (nameof(FirstDelay), FirstDelay),
            (nameof(LongestDelay), LongestDelay),
            (nameof(TryTimeout), TryTimeout),
            (nameof(TotalTime), TotalTime),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                errors.Add($"{name} must be more than 0 and at most a day");
            }
        }

        if (errors.Count > 0)
        {
            throw new ArgumentException($"invalid client options: {string.Join("; ", errors)}");
        }
    }
}

/// <summary>The source of a client's random values. Override it to make tests repeatable.</summary>
public class Chance
{
    /// <summary>Uniform in [0, 1).</summary>
    public virtual double NextShare() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    /// <summary>
    /// A unique idempotency key or backfill id: 128 random bits as lower-case hexadecimal digits.
    /// </summary>
    public virtual string NextKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
