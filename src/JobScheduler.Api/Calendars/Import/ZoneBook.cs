using JobScheduler.Schedules.Timing.Zones;
using NodaTime;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>
/// The zones of an iCalendar text by their TZID: first the text's own definition, which the name stands for, then IANA and Windows ids.
/// Programs put prefixes before IANA ids: <c>/mozilla.org/20050126_1/Europe/Berlin</c>.
/// </summary>
internal sealed class ZoneBook(IEnumerable<Component> calendars, LocalDate last, ImportBudget work)
{
    private readonly List<Component> _definitions =
        [.. calendars.SelectMany(calendar => calendar.Children).Where(child => child.Name == "VTIMEZONE")];

    private readonly Dictionary<string, DateTimeZone?> _known = new(StringComparer.OrdinalIgnoreCase)
    {
        [CalendarTime.Utc] = DateTimeZone.Utc,
    };

    /// <summary>Null: only the program that wrote the text knows this zone.</summary>
    public DateTimeZone? Find(string id)
    {
        if (!_known.TryGetValue(id, out var zone))
        {
            _known.Add(id, zone = Define(id) ?? ByName(id));
        }

        return zone;
    }

    private DateTimeZone? Define(string id)
    {
        var definition = _definitions.Find(zone => string.Equals(NameOf(zone), id, StringComparison.OrdinalIgnoreCase));
        return definition is null ? null
            : WrittenZone.TryRead(id, definition, last, work)
            ?? (definition.All("X-LIC-LOCATION") is [var location, ..] ? ByName(location.Value) : null);
    }

    private static string? NameOf(Component zone) => zone.All("TZID") is [var line, ..] ? line.Value : null;

    private static DateTimeZone? ByName(string id)
    {
        for (var name = id.Trim(); ; name = name[(name.IndexOf('/') + 1)..])
        {
            if (ZoneIds.TryFindInAnyCase(name, out var zone))
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
