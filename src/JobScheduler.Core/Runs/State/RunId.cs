using System.Globalization;

namespace JobScheduler.Runs;

/// <summary>
/// Run ids: shard (2 digits), inverted due time in milliseconds (12 hexadecimal digits, so that the newest come first), 64
/// unguessable bits (16 digits): <c>03-fe6bc1f3a2b7-0123456789abcdef</c>. They never contain the tenant.
/// </summary>
public static class RunId
{
    private const long TimeMask = (1L << 48) - 1;

    public static string Create(int shard, DateTimeOffset due, ulong bits) =>
        string.Create(CultureInfo.InvariantCulture, $"{shard:D2}-{InvertedTime(due)}-{bits:x16}");

    /// <summary>Reads the shard of a well-formed id; false for anything else.</summary>
    public static bool TryParse(string? id, int shardCount, out int shard)
    {
        shard = -1;
        if (id is not { Length: 32 } || id[2] != '-' || id[15] != '-')
        {
            return false;
        }

        for (var i = 0; i < id.Length; i++)
        {
            var fits = i is 2 or 15 || (i < 2 ? char.IsAsciiDigit(id[i]) : char.IsAsciiHexDigitLower(id[i]));
            if (!fits)
            {
                return false;
            }
        }

        shard = (id[0] - '0') * 10 + (id[1] - '0');
        return shard < shardCount;
    }

    /// <summary>The part of a well-formed id after its shard: it orders the runs of all shards, newest due time first.</summary>
    public static string PositionOf(string id) => id[3..];

    /// <summary>The due time in a well-formed id, in milliseconds.</summary>
    public static DateTimeOffset DueOf(string id) => DateTimeOffset.FromUnixTimeMilliseconds(
        TimeMask - long.Parse(id.AsSpan(3, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>12 hexadecimal digits whose ordinal order is newest first.</summary>
    public static string InvertedTime(DateTimeOffset time) =>
        (TimeMask - Math.Clamp(time.ToUnixTimeMilliseconds(), 0, TimeMask)).ToString("x12", CultureInfo.InvariantCulture);

    /// <summary>The inverted time of the last millisecond before an instant, which may be the earliest one.</summary>
    public static string InvertedTimeBefore(DateTimeOffset time) =>
        InvertedTime(new DateTimeOffset(Math.Max(time.UtcTicks - 1, 0), TimeSpan.Zero));
}
