using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Schedules.Timing.Zones;

/// <summary>
/// Time zones by name: IANA ids (<c>Europe/Berlin</c>, <c>UTC</c>) and Windows ids (<c>W. Europe Standard Time</c>), as NodaTime's data
/// has them.
/// </summary>
public static class ZoneIds
{
    /// <summary>No id is longer.</summary>
    public const int Longest = 64;

    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    /// <summary>All valid ids.</summary>
    internal static IEnumerable<string> All => Source.GetIds().Union(Source.WindowsToTzdbIds.Keys);

    /// <summary>The zone of an id, which is case-sensitive; false: there is none.</summary>
    public static bool TryFind([NotNullWhen(true)] string? id, [MaybeNullWhen(false)] out DateTimeZone zone)
    {
        zone = null;
        if (id is null or { Length: 0 or > Longest })
        {
            return false;
        }

        // The provider would also accept zones such as UTC+05:30, which are in neither list.
        var name = Source.CanonicalIdMap.ContainsKey(id) ? id : Source.WindowsToTzdbIds.TryGetValue(id, out var mapped) ? mapped : null;
        zone = name is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
        return zone is not null;
    }

    /// <summary>Whether two ids are names of one zone: <c>Asia/Calcutta</c> and <c>Asia/Kolkata</c>.</summary>
    public static bool AreSame(string one, string other) =>
        TryFind(one, out var first) && TryFind(other, out var second) && AreSame(first, second);

    internal static bool AreSame(DateTimeZone one, DateTimeZone other) => Canonical(one) == Canonical(other);

    private static string Canonical(DateTimeZone zone) =>
        Source.CanonicalIdMap.TryGetValue(zone.Id, out var canonical) ? canonical : zone.Id;
}

/// <summary>Ids of zones that resemble one that does not exist.</summary>
internal static class ZoneHints
{
    private const int Most = 3;

    /// <summary>A longer text is not a misspelt id.</summary>
    private const int Longest = 40;

    /// <summary>How many letters may be wrong, missing or extra.</summary>
    private const int MostWrong = 2;

    /// <summary>The most similar ones, at most three: by the whole id, or by its city alone (<c>berlin</c>).</summary>
    public static IReadOnlyList<string> For(string id)
    {
        if (id.Length is < 3 or > Longest)
        {
            return [];
        }

        var wanted = Letters(id);
        var least = ZoneIds.All.GroupBy(known => Wrong(wanted, known)).MinBy(group => group.Key)!;
        return least.Key > MostWrong ? [] : [.. least.Order(StringComparer.Ordinal).Take(Most)];
    }

    private static int Wrong(string wanted, string known)
    {
        var city = known[(known.LastIndexOf('/') + 1)..];
        return Math.Min(Distance(wanted, Letters(known)), Distance(wanted, Letters(city)));
    }

    private static string Letters(string id) => string.Concat(id.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    // The least number of letters to change, add or remove.
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > MostWrong)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
