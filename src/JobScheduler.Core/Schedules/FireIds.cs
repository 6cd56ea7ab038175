using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JobScheduler.Runs;

namespace JobScheduler.Schedules;

/// <summary>
/// What follows from a schedule's seed and a nominal time: the id of the run, so that a second run of a fire cannot be inserted and
/// no outsider can guess it, and the share of the jitter.
/// </summary>
internal static class FireIds
{
    /// <param name="shard">The shard of the schedule's job.</param>
    /// <param name="seed">The schedule's.</param>
    /// <param name="nominal">The nominal time.</param>
    /// <param name="due">The nominal time and its jitter.</param>
    /// <param name="backfill">The backfill that repeats the fire; null: the fire itself.</param>
    /// <param name="record">Not the fire's own run, but the record of the skipped fires that ends with it.</param>
    public static string Run(
        int shard, string seed, DateTimeOffset nominal, DateTimeOffset due, string? backfill = null, bool record = false) =>
        RunId.Create(shard, due, Bits(seed, $"{(record ? "record" : "run")}\n{Timestamp.Format(nominal)}\n{backfill}"));

    /// <summary>Whether a run belongs to a nominal time of the schedule with the seed.</summary>
    public static bool IsRunOf(string run, string seed, DateTimeOffset nominal) =>
        run.EndsWith(
            Bits(seed, $"run\n{Timestamp.Format(nominal)}\n").ToString("x16", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>When the run of a fire is due.</summary>
    public static DateTimeOffset Due(string seed, DateTimeOffset nominal, TimeSpan jitter)
    {
        if (jitter <= TimeSpan.Zero)
        {
            return nominal;
        }

        var share = Bits(seed, $"jitter\n{Timestamp.Format(nominal)}") % ((ulong)jitter.TotalMilliseconds + 1);
        return DateTimeOffset.MaxValue - nominal > jitter ? nominal.AddMilliseconds(share) : nominal;
    }

    private static ulong Bits(string seed, string text) =>
        BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(Convert.FromHexString(seed), Encoding.UTF8.GetBytes(text)));
}
