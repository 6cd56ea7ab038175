using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Schedules.Timing.Zones;

/// <summary>A zone as segments of constant offset. Neighbours may differ in name only.</summary>
internal sealed class ZoneClock(DateTimeZone zone)
{
    private static readonly Instant Beyond = Instant.FromUtc(9999, 12, 31, 0, 0);

    public DateTimeZone Zone => zone;

    public long MaxOffset { get; } = zone.MaxOffset.Ticks;

    /// <summary>The segment of an instant, which may be any.</summary>
    public ZoneSegment At(long instant)
    {
        var interval = IntervalAt(instant);
        return new ZoneSegment(
            interval.HasStart ? Ticks(interval.Start) : DateTime.MinValue.Ticks,
            interval.HasEnd && interval.End < Beyond ? Ticks(interval.End) : DateTime.MaxValue.Ticks,
            interval.WallOffset.Ticks);
    }

    public long OffsetAt(long instant) => IntervalAt(instant).WallOffset.Ticks;

    /// <summary>The day of an instant, counted as <see cref="DateOnly.DayNumber"/>.</summary>
    public int DayAt(long instant) => (int)Math.Clamp((instant + OffsetAt(instant)) / TimeSpan.TicksPerDay, 0, DateOnly.MaxValue.DayNumber);

    /// <summary>
    /// Where to go on after an instant whose day, and all days up to another one, are of no interest: when that day begins, or when the
    /// clock goes back into the day before. Null: nowhere.
    /// </summary>
    public long? GoOn(int? day, long after)
    {
        var start = day <= DateOnly.MaxValue.DayNumber ? StartOfDay(day.Value, after) : (long?)null;
        var segment = At(after);
        var goesBack = segment.End < (start ?? long.MaxValue)
            && OffsetAt(segment.End) < segment.Offset
            && (segment.End - 1 + segment.Offset) / TimeSpan.TicksPerDay == (after + segment.Offset) / TimeSpan.TicksPerDay;
        return goesBack ? segment.End : start;
    }

    /// <summary>The first instant after another at which a day begins; for a day that the zone skipped, the end of the gap.</summary>
    private long StartOfDay(int day, long after)
    {
        var midnight = LocalDateTime.FromDateTime(new DateTime(day * TimeSpan.TicksPerDay));
        var mapping = zone.MapLocal(midnight);
        var early = mapping.Count == 0 ? mapping.EarlyInterval.End : mapping.First().ToInstant();
        var late = mapping.Count == 2 ? mapping.Last().ToInstant() : early;
        var (first, last) = (Ticks(early), Ticks(late));
        return first > after ? first : Math.Max(last, after + 1);
    }

    private static long Ticks(Instant instant) => instant.ToDateTimeUtc().Ticks;

    private ZoneInterval IntervalAt(long instant) =>
        zone.GetZoneInterval(Instant.FromDateTimeUtc(new DateTime(Math.Clamp(instant, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)));
}

/// <summary>A stretch of time in which a zone's offset does not change. All in ticks.</summary>
/// <param name="Start">The first instant, in UTC.</param>
/// <param name="End">The first one beyond.</param>
/// <param name="Offset">Local time minus UTC.</param>
internal readonly record struct ZoneSegment(long Start, long End, long Offset)
{
    public bool HasStart => Start > DateTime.MinValue.Ticks;

    public bool HasEnd => End < DateTime.MaxValue.Ticks;
}
