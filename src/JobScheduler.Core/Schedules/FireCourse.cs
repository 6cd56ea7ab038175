using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Schedules;

/// <summary>
/// A walk over the nominal times of a schedule that are not accounted for: those of definitions of before up to their change, then
/// those of the present one.
/// </summary>
internal sealed class FireCourse
{
    private readonly ScheduleIdentity _identity;
    private readonly ScheduleDefinition _definition;
    private readonly string? _inputBlob;
    private readonly IReadOnlyDictionary<string, CalendarDefinition> _calendars;
    private readonly List<ScheduleTail> _tails;
    private readonly DateTimeOffset? _begins;
    private FireTimes? _times;

    public FireCourse(HeldSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        _identity = schedule.Identity;
        _definition = schedule.Definition;
        _inputBlob = schedule.InputBlob;
        _calendars = calendars;
        _tails = [.. schedule.State.Tails];
        Pause = schedule.Pause;
        _begins = schedule.State.Begins;
        Cursor = Later(schedule.State.Cursor, _tails.Count > 0 ? _tails[0].Begins : null);
        Runs = schedule.State.Runs;
        NextDelay = schedule.State.NextDelay;
        IsWaiting = schedule.State.IsWaiting;
    }

    public DateTimeOffset Cursor { get; private set; }

    public int Runs { get; set; }

    public SchedulePause? Pause { get; private set; }

    /// <summary>Mode delay: the next nominal time; null while it waits.</summary>
    public DateTimeOffset? NextDelay { get; set; }

    /// <summary>Mode delay: a run is under way whose end sets the next time.</summary>
    public bool IsWaiting { get; set; }

    public IReadOnlyList<ScheduleTail> Tails => _tails;

    /// <summary>While there are tails: where the present definition begins.</summary>
    public DateTimeOffset? Begins => _tails.Count > 0 ? _begins : null;

    /// <summary>The definition that is being walked.</summary>
    public ScheduleDefinition Definition => _tails.Count > 0 ? _tails[0].Definition : _definition;

    public string? InputBlob => _tails.Count > 0 ? _tails[0].InputBlob : _inputBlob;

    public bool IsDelay => Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay };

    /// <summary>Fires without an overlap rule need no look at what is running, so they can be handed to queues ahead of their time.</summary>
    public bool IsAhead => !IsDelay && Definition.Policy.Overlap == OverlapRule.Allow;

    /// <summary>The next nominal time of the definition that is being walked; null: it has no more.</summary>
    public DateTimeOffset? Peek()
    {
        if ((_tails.Count == 0 && Pause is not null) || Runs >= Definition.Spec.MaxRuns)
        {
            return null;
        }

        if (IsDelay)
        {
            return NextDelay;
        }

        _times ??= FireTimes.Of(Definition.Spec, _identity, _calendars);
        var next = _times.Next(Cursor);
        return _tails.Count > 0 && next > _tails[0].Until ? null : next;
    }

    /// <summary>The nominal time is accounted for.</summary>
    public void Pass(DateTimeOffset nominal)
    {
        Cursor = nominal;
        if (IsDelay)
        {
            NextDelay = null;
        }
    }

    /// <summary>The walk goes on with the next definition; false: this is the present one.</summary>
    public bool TryGoOn()
    {
        if (_tails.Count == 0)
        {
            return false;
        }

        Cursor = Later(Cursor, _tails[0].Until);
        _tails.RemoveAt(0);

        // Between two definitions there may have been a pause, or a third one that had nothing due.
        Cursor = Later(Cursor, _tails.Count > 0 ? _tails[0].Begins : _begins);
        _times = null;
        return true;
    }

    /// <summary>Ends a pause whose time is over; what would have fired meanwhile is not missed.</summary>
    public bool TryResume(DateTimeOffset now)
    {
        if (_tails.Count > 0 || Pause?.Until is not { } until || until > now)
        {
            return false;
        }

        Pause = null;
        Cursor = Later(Cursor, until);
        if (IsDelay && NextDelay is not null)
        {
            NextDelay = After(until);
        }

        return true;
    }

    /// <summary>Mode delay: the next nominal time after an end.</summary>
    public DateTimeOffset? After(DateTimeOffset end) => DelayTimes.Next((IntervalSpec)Definition.Spec, end, _identity, _calendars);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
