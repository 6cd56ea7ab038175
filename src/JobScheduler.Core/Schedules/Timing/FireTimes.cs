using JobScheduler.Schedules.Timing.Previews;

namespace JobScheduler.Schedules.Timing;

/// <summary>
/// The nominal times of a spec: pure, immutable, safe for any number of threads. Bounds and calendars are in it; <c>maxRuns</c>, jitter
/// and the ends of runs are not.
/// </summary>
/// <remarks>
/// Cron fires at whole seconds, the others at whole milliseconds. The last year with fires is 9998. A search gives up, as if there
/// were no fire, after 1,000 refused days or 250 clock changes. Calendars of the schedule's own zone judge the day that the
/// expression means, calendars of another zone the instant.
/// </remarks>
public sealed class FireTimes
{
    private readonly CompiledSpec _spec;
    private readonly TimeSpan? _delay;

    private FireTimes(CompiledSpec spec, TimeSpan? delay) => (_spec, _delay) = (spec, delay);

    /// <summary>Compiles a spec that <see cref="ScheduleRules"/> found valid.</summary>
    /// <param name="spec">When; an interval of mode delay has only its first fire here (<see cref="IntervalSpec.Anchor"/>).</param>
    /// <param name="identity">Spreads <c>H</c>.</param>
    /// <param name="calendars">Those that the spec uses, by id; a missing one counts as one that allows every day.</param>
    /// <exception cref="ArgumentException">The spec is not valid.</exception>
    public static FireTimes Of(ScheduleSpec spec, ScheduleIdentity identity, IReadOnlyDictionary<string, CalendarDefinition> calendars) =>
        new(CompiledSpec.Of(spec, identity, calendars), spec is IntervalSpec { Mode: IntervalMode.Delay, Every: var every } ? every : null);

    /// <summary>The first nominal time after an instant; null: there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        after.UtcTicks < DateTime.MaxValue.Ticks && _spec.Next(after.UtcTicks + 1) is { } next
            ? new DateTimeOffset(next, TimeSpan.Zero)
            : null;

    /// <summary>
    /// Mode delay: the fire that follows the end of a run. When calendars do not allow its day, it waits for the next day that they
    /// allow. Null: there is none, or the spec is not of mode delay.
    /// </summary>
    public DateTimeOffset? NextAfterEnd(DateTimeOffset end) =>
        _delay is { } delay
            && end.UtcTicks <= DateTime.MaxValue.Ticks - delay.Ticks
            && _spec.NextAllowed(Timestamp.Cut(end + delay).UtcTicks) is { } next
            ? new DateTimeOffset(next, TimeSpan.Zero)
            : null;

    /// <summary>The fires from an instant on (inclusive), and what is skipped between them.</summary>
    /// <param name="from">From when.</param>
    /// <param name="count">How many fires at most; never more than 1,000.</param>
    /// <param name="cancellation">Ends the work, which may take a second.</param>
    public FirePreview Preview(DateTimeOffset from, int count, CancellationToken cancellation = default) =>
        new PreviewWriter(_spec, cancellation).Write(from.UtcTicks, count);
}
