using JobScheduler.Schedules.Timing.Zones;
using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>
/// The zones of an iCalendar text by their TZID: first the text's own definition, which the name stands for, then IANA and Windows ids.
/// Programs put prefixes before IANA ids: <c>/mozilla.org/20050126_1/Europe/Berlin</c>.
/// </summary>
internal sealed class ZoneBook(IEnumerable<Component> calendars, LocalDate last, ImportBudget work)
{
    /// <summary>A longer name is nobody's: prefixes are the names of programs and their versions.</summary>
    private const int LongestName = 255;

    private static readonly StringComparer AnyCase = StringComparer.OrdinalIgnoreCase;

    private static readonly Dictionary<string, string> Ids = TzdbDateTimeZoneSource.Default.GetIds()
        .Concat(TzdbDateTimeZoneSource.Default.WindowsToTzdbIds.Keys)
        .DistinctBy(id => id, AnyCase)
        .ToDictionary(id => id, AnyCase);

    /// <summary>The first of each name. Read when a zone is first asked for: days alone need none, nor that its line is valid.</summary>
    private readonly Lazy<Dictionary<string, Component>> _definitions = new(() => calendars.SelectMany(calendar => calendar.Children)
        .Where(child => child.Name == "VTIMEZONE" && NameOf(child) is not null)
        .DistinctBy(zone => NameOf(zone)!, AnyCase)
        .ToDictionary(zone => NameOf(zone)!, AnyCase));

    private readonly Dictionary<string, DateTimeZone?> _known = new(AnyCase)
    {
        [CalendarTime.Utc] = DateTimeZone.Utc,
    };

    /// <summary>Null: only the program that wrote the text knows this zone.</summary>
    public DateTimeZone? Find(string id)
    {
        if (id.Length > LongestName)
        {
            return null;
        }

        if (!_known.TryGetValue(id, out var zone))
        {
            _known.Add(id, zone = Define(id) ?? ByName(id));
        }

        return zone;
    }

    private DateTimeZone? Define(string id) => !_definitions.Value.TryGetValue(id, out var definition) ? null
        : WrittenZone.TryRead(id, definition, last, work)
        ?? (definition.All("X-LIC-LOCATION") is [var location, ..] ? ByName(location.Value) : null);

    private static string? NameOf(Component zone) => zone.All("TZID") is [var line, ..] ? line.Value : null;

    private static DateTimeZone? ByName(string id)
    {
        if (id.Length > LongestName)
        {
            return null;
        }

        for (var name = id.Trim(); ; name = name[(name.IndexOf('/') + 1)..])
        {
            if (name.Length <= ZoneIds.Longest && ZoneIds.TryFind(Ids.GetValueOrDefault(name), out var zone))
            {
                return zone;
            }

            // Only a name that begins with a slash has a prefix: Foo/Berlin is nobody's Berlin.
            if (!id.StartsWith('/') || !name.Contains('/', StringComparison.Ordinal))
            {
                return null;
            }
        }
    }
}
