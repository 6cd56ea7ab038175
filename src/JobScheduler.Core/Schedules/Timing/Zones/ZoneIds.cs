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

    /// <summary>All that can be written.</summary>
    internal static IEnumerable<string> All => Source.GetIds().Union(Source.WindowsToTzdbIds.Keys);

    /// <summary>The zone of an id, which is case-sensitive; false: there is none.</summary>
    public static bool TryFind([NotNullWhen(true)] string? id, [MaybeNullWhen(false)] out DateTimeZone zone)
    {
        zone = null;
        if (id is null or { Length: 0 or > Longest })
        {
            return false;
        }

        // The provider would also make zones such as UTC+05:30 up, which are no ids of either list.
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
