using JobScheduler.Api.Http;
using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>
/// The wall clock of an event, which is that of its DTSTART: its days are counted on it, and its times are compared with others as
/// instants.
/// </summary>
/// <remarks>
/// A time that does not exist on the clock, or exists twice, has the offset from before the change: RFC 5545, 3.3.5. A DTSTART that is a
/// date or floats has no zone: others are compared with it as they are written. Of a zone that nobody knows the offset is unknown by
/// <see cref="Doubt"/>; what that leaves open is refused where it matters, and nowhere else.
/// </remarks>
internal sealed class EventClock
{
    /// <summary>No zone is farther from UTC.</summary>
    private static readonly NodaTime.Duration Doubt = NodaTime.Duration.FromHours(15);

    private static readonly ZoneLocalMappingResolver Resolve =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    /// <summary>Later instants have no wall clock in some zone.</summary>
    private static readonly Instant Last = Instant.FromUtc(9999, 12, 30, 0, 0);

    private readonly CalendarTime _start;
    private readonly ZoneBook _zones;
    private readonly DateTimeZone? _zone;
    private readonly bool _isWritten;

    public EventClock(CalendarTime start, ZoneBook zones)
    {
        (_start, _zones) = (start, zones);
        _isWritten = start.Zone is null;
        _zone = start.Zone is null ? DateTimeZone.Utc : zones.Find(start.Zone);
    }

    /// <summary>Whether its event has dates and no times.</summary>
    public bool HasDates => _start.IsDate;

    /// <summary>The instant of a time on this clock; of an unknown zone, as if that were UTC.</summary>
    public Instant At(LocalDateTime local) => In(_zone ?? DateTimeZone.Utc, local);

    /// <summary>The time on this clock.</summary>
    public LocalDateTime Wall(Instant instant) => (instant < Last ? instant : Last).InZone(_zone ?? DateTimeZone.Utc).LocalDateTime;

    /// <summary>An instant and a length, up to the end of all calendars.</summary>
    public static Instant Later(Instant instant, NodaTime.Duration length) =>
        instant >= Last ? instant : length < Last - instant ? instant + length : Last;

    private static Instant In(DateTimeZone zone, LocalDateTime local) =>
        local >= Last.InUtc().LocalDateTime ? Last : zone.ResolveLocal(local, Resolve).ToInstant();

    /// <summary>Whether a time of the event is written as this clock shows it.</summary>
    public bool IsOwn(CalendarTime time) =>
        _isWritten || time.Zone is null || string.Equals(time.Zone, _start.Zone, StringComparison.OrdinalIgnoreCase);

    /// <summary>When a time of the event is, compared with the instants of this clock. A date is its midnight here.</summary>
    public Placed Place(CalendarTime time)
    {
        if (IsOwn(time))
        {
            return Placed.Exactly(At(time.Local), time);
        }

        var zone = _zones.Find(time.Zone!);
        var at = In(zone ?? DateTimeZone.Utc, time.Local);
        var doubt = (zone is null ? Doubt : NodaTime.Duration.Zero) + (_zone is null ? Doubt : NodaTime.Duration.Zero);
        return new Placed(at - doubt, Later(at, doubt), time, (zone is null ? time.Zone : _start.Zone)!);
    }
}

/// <summary>An instant, or when it is at the earliest and at the latest.</summary>
/// <param name="Earliest">At the earliest.</param>
/// <param name="Latest">At the latest.</param>
/// <param name="Time">As written.</param>
/// <param name="Zone">The zone that is not known.</param>
internal readonly record struct Placed(Instant Earliest, Instant Latest, CalendarTime Time, string Zone)
{
    /// <exception cref="ImportException">It is not known exactly.</exception>
    public Instant Exact => Earliest == Latest ? Earliest : throw Unknown();

    public static Placed Exactly(Instant instant, CalendarTime time) => new(instant, instant, time, "");

    /// <summary>Whether it is before an instant.</summary>
    /// <exception cref="ImportException">It may be, and nobody knows.</exception>
    public bool IsBefore(Instant instant) => Earliest < instant && (Latest < instant ? true : throw Unknown());

    /// <summary>Whether it is an instant.</summary>
    /// <exception cref="ImportException">It may be, and nobody knows.</exception>
    public bool Is(Instant instant) => Earliest <= instant && instant <= Latest && (Earliest == Latest ? true : throw Unknown());

    private ImportException Unknown() => new(
        $"has {Time.Property} in another zone than DTSTART, and zone '{MemberName.Shown(Zone)}' is not known; define it by a VTIMEZONE, "
        + "or name an IANA or Windows zone");
}
