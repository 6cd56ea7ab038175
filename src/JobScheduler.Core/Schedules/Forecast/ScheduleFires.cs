using JobScheduler.Schedules.Timing;

namespace JobScheduler.Schedules.Forecast;

/// <summary>
/// The upcoming fires of a schedule in its current state: with its pause, <c>maxRuns</c> and the mode of an interval, which
/// <see cref="FireTimes"/> does not know. Pure.
/// </summary>
internal sealed class ScheduleFires
{
    /// <summary>
    /// The most fires between now and the start of a forecast that are counted against <c>maxRuns</c>; beyond that, the runs left count
    /// as enough.
    /// </summary>
    private const int MostCounted = 2_000;

    private const string DelayNote = "later fires follow the end of each run";
    private static readonly FirePreview None = new([], []);

    private readonly FireTimes _times;
    private readonly int? _runsLeft;
    private readonly DateTimeOffset _countedFrom;
    private readonly bool _isDelay;

    private ScheduleFires(ScheduleRecord schedule, FireTimes times, DateTimeOffset now)
    {
        _times = times;
        _isDelay = IsDelay(schedule.Definition.Spec);
        _runsLeft = schedule.Definition.Spec.MaxRuns is { } most ? Math.Max(0, most - schedule.Runs) : null;

        // A fire at exactly this instant has been counted.
        _countedFrom = schedule.LastFireAt is { } last && last >= now ? last.AddTicks(1) : now;
    }

    /// <summary>Null: the schedule has no fires, because it is paused, has ended, waits for the end of a run, or is invalid.</summary>
    public static ScheduleFires? TryOf(
        ScheduleRecord schedule, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now)
    {
        if (schedule.Pause is not null || TimesOf(schedule) is not { } spec)
        {
            return null;
        }

        try
        {
            return new ScheduleFires(schedule, FireTimes.Of(spec, schedule.Identity, calendars), now);
        }
        catch (ArgumentException)
        {
            // Edited by hand, or by a version with other rules: one such row must not hide the fires of all others.
            return null;
        }
    }

    /// <summary>The fires from an instant on (inclusive), and what is skipped between them.</summary>
    public FirePreview Preview(DateTimeOffset from, int count)
    {
        var left = LeftAt(from);
        if (from >= _countedFrom)
        {
            return left == 0 ? None : WithNotes(_times.Preview(from, Math.Min(count, left ?? count)));
        }

        var preview = _times.Preview(from, count);
        return WithNotes(left is null
            ? preview
            : preview with { Fires = [.. preview.Fires.TakeWhile(fire => fire.NominalAt < _countedFrom || left-- > 0)] });
    }

    /// <summary>The first fire at or after an instant; null: there is none.</summary>
    public DateTimeOffset? First(DateTimeOffset from) => _times.Next(from.AddTicks(-1));

    /// <summary>How many fires from an instant on may still become runs; null: any number.</summary>
    public int? LeftAt(DateTimeOffset from)
    {
        if (_runsLeft is not { } left)
        {
            return null;
        }

        var fire = First(_countedFrom);
        for (var counted = 0; left > 0 && counted < MostCounted && fire < from; counted++)
        {
            left--;
            fire = _times.Next(fire.Value);
        }

        return left;
    }

    /// <summary>Whether a fire uses up one of the runs that are left.</summary>
    public bool IsCounted(DateTimeOffset fire) => fire >= _countedFrom;

    /// <summary>The fire at its nominal time.</summary>
    public PreviewedFire Show(DateTimeOffset nominal) => WithNotes(_times.Preview(nominal, 1)).Fires[0];

    private static bool IsDelay(ScheduleSpec spec) => spec is IntervalSpec { Mode: IntervalMode.Delay };

    /// <summary>Of an interval that waits for the ends of runs only the next fire is known, and it is in the row.</summary>
    private static ScheduleSpec? TimesOf(ScheduleRecord schedule) =>
        !IsDelay(schedule.Definition.Spec) ? schedule.Definition.Spec
        : schedule.NextFireAt is { } next ? new OnceSpec { At = next, TimeZone = schedule.Definition.Spec.TimeZone }
        : null;

    private FirePreview WithNotes(FirePreview preview) =>
        _isDelay ? preview with { Fires = [.. preview.Fires.Select(fire => fire with { Notes = [.. fire.Notes, DelayNote] })] } : preview;
}
