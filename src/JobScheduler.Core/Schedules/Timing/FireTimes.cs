using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Schedules.Timing;

/// <summary>
/// The nominal times of a spec: pure, immutable, safe for any number of threads. Bounds and calendars are in it; <c>maxRuns</c>, jitter
/// and the ends of runs are not.
/// </summary>
public sealed class FireTimes
{
    /// <summary>Compiles a spec that <see cref="ScheduleRules"/> found valid.</summary>
    /// <param name="spec">When; an interval of mode delay has only its first fire here (<see cref="IntervalSpec.Anchor"/>).</param>
    /// <param name="identity">Spreads <c>H</c>.</param>
    /// <param name="calendars">Those that the spec uses, by id; one that is missing is as if it allowed every day.</param>
    /// <exception cref="ArgumentException">The spec is not valid.</exception>
    public static FireTimes Of(ScheduleSpec spec, ScheduleIdentity identity, IReadOnlyDictionary<string, CalendarDefinition> calendars) =>
        throw new NotSupportedException();

    /// <summary>The first nominal time after an instant; null: there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => throw new NotSupportedException();

    /// <summary>The fires from an instant on (inclusive), and what is skipped between them.</summary>
    /// <param name="from">From when.</param>
    /// <param name="count">How many fires at most.</param>
    public FirePreview Preview(DateTimeOffset from, int count) => throw new NotSupportedException();
}
