namespace JobScheduler.Schedules.Timing.Zones;

/// <summary>A stretch of time in which a zone's offset does not change. All in ticks.</summary>
/// <param name="Start">The first instant, in UTC.</param>
/// <param name="End">The first one beyond.</param>
/// <param name="Offset">Local time minus UTC.</param>
internal readonly record struct ZoneSegment(long Start, long End, long Offset)
{
    public bool HasStart => Start > DateTime.MinValue.Ticks;

    public bool HasEnd => End < DateTime.MaxValue.Ticks;
}
