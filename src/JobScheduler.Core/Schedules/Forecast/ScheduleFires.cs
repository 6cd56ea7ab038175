using JobScheduler.Schedules.Timing;

namespace JobScheduler.Schedules.Forecast;

/// <summary>
/// The upcoming fires of a schedule in its current state: with its pause and that of its job, <c>maxRuns</c> and the mode of an
/// interval, which <see cref="FireTimes"/> does not know. Pure.
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
    private readonly DateTimeOffset _now;

    private ScheduleFires(ScheduleRecord schedule, FirePauses pauses, FireTimes times, DateTimeOffset now)
    {
        (_times, _now, Pauses) = (times, now, pauses);
        _isDelay = IsDelay(schedule.Definition.Spec);
        _runsLeft = schedule.Definition.Spec.MaxRuns is { } most ? Math.Max(0, most - schedule.Runs) : null;

        // A fire at exactly this instant has been counted.
        _countedFrom = schedule.LastFireAt is { } last && last >= now ? last.AddTicks(1) : now;
        if (pauses.HoldsSchedule)
        {
            _countedFrom = pauses.ScheduleUntil is not { } until ? DateTimeOffset.MaxValue : until > _countedFrom ? until : _countedFrom;
        }
    }

    public FirePauses Pauses { get; }

    /// <summary>Null: the schedule has no fires, because it has ended, waits for the end of a run, or is invalid.</summary>
    /// <param name="schedule">Whose fires.</param>
    /// <param name="calendars">Those that it uses, by id.</param>
    /// <param name="now">The time.</param>
    /// <param name="job">The pause of its job; null: none, or it does not matter.</param>
    public static ScheduleFires? TryOf(
        ScheduleRecord schedule, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now, JobPause? job = null)
    {
        try
        {
            var pauses = new FirePauses(schedule.Pause, job, now);
            return TimesOf(schedule, pauses, calendars) is { } spec
                ? new ScheduleFires(schedule, pauses, FireTimes.Of(spec, schedule.Identity, calendars), now)
                : null;
        }
        catch (ArgumentException)
        {
            // Edited by hand, or by a version with other rules: one such row must not hide the fires of all others.
            return null;
        }
    }

    /// <summary>The fires from an instant on (inclusive), and what is skipped between them.</summary>
    public FirePreview Preview(DateTimeOffset from, int count, CancellationToken cancellation = default)
    {
        if (_runsLeft == 0 && from >= _now)
        {
            return None;
        }

        var left = LeftAt(from);
        if (from >= _countedFrom)
        {
            return left == 0 ? None : WithNotes(_times.Preview(from, Math.Min(count, left ?? count), cancellation));
        }

        var preview = _times.Preview(from, count, cancellation);
        return WithNotes(left is null
            ? preview
            : preview with { Fires = [.. preview.Fires.TakeWhile(fire => fire.NominalAt < _countedFrom || left-- > 0)] });
    }

    /// <summary>The first fire at or after an instant; null: there is none.</summary>
    public DateTimeOffset? First(DateTimeOffset from) => _times.Next(from.AddTicks(-1));

    /// <summary>How many fires from an instant on may still become runs; null: any number.</summary>
    /// <param name="from">The instant.</param>
    /// <param name="work">What the request may still do; null: this is all of it.</param>
    public int? LeftAt(DateTimeOffset from, ForecastWork? work = null)
    {
        if (_runsLeft is not { } left)
        {
            return null;
        }

        var fire = First(_countedFrom);
        for (var counted = 0; left > 0 && counted < MostCounted && fire < from && work?.TryCount() != false; counted++)
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

    /// <summary>
    /// Of an interval that waits for the ends of runs only the next fire is known, and it is in the row; when the schedule is paused, it
    /// counts from the end of the pause.
    /// </summary>
    private static ScheduleSpec? TimesOf(
        ScheduleRecord schedule, FirePauses pauses, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        if (schedule.Definition.Spec is not IntervalSpec { Mode: IntervalMode.Delay } spec)
        {
            return schedule.Definition.Spec;
        }

        var next = !pauses.HoldsSchedule ? schedule.NextFireAt
            : pauses.ScheduleUntil is { } until && schedule.Firing?.State.WaitsFor is null
                ? FireTimes.Of(spec, schedule.Identity, calendars).NextAfterEnd(until)
                : null;
        return next is null ? null : new OnceSpec { At = next, TimeZone = spec.TimeZone };
    }

    private FirePreview WithNotes(FirePreview preview) =>
        _isDelay || Pauses.IsPaused ? preview with { Fires = [.. preview.Fires.Select(WithNotes)] } : preview;

    private PreviewedFire WithNotes(PreviewedFire fire)
    {
        var notes = fire.Notes;
        notes = Pauses.NoteOf(fire.NominalAt) is { } note ? [.. notes, note] : notes;
        return fire with { Notes = _isDelay ? [.. notes, DelayNote] : notes };
    }
}
