using JobScheduler.Schedules.Timing;
using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules;

/// <summary>
/// A walk over the nominal times of a schedule that are not accounted for: those of earlier definitions up to their change, then
/// those of the current one.
/// </summary>
internal sealed class FireCourse
{
    private readonly ScheduleIdentity _identity;
    private readonly ScheduleDefinition _definition;
    private readonly string? _inputBlob;
    private readonly IReadOnlyDictionary<string, CalendarDefinition> _calendars;
    private readonly List<ScheduleTail> _tails;
    private readonly DateTimeOffset _since;
    private FireTimes? _times;

    public FireCourse(FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        _identity = schedule.Identity;
        _definition = schedule.Definition;
        _inputBlob = schedule.InputBlob;
        _calendars = calendars;
        _tails = [.. schedule.State.Tails];
        Pause = schedule.Pause;
        Cursor = schedule.State.Cursor;
        Runs = schedule.State.Runs;
        NextDelay = schedule.State.NextDelay;
        WaitsFor = schedule.State.WaitsFor;
        _since = schedule.State.Since;
    }

    /// <summary>Whether all zones of a definition are still known: zone data changes, and what is stored was valid once.</summary>
    public static bool IsKnown(ScheduleDefinition definition, IReadOnlyDictionary<string, CalendarDefinition> calendars) =>
        definition.Spec.Calendars
            .Select(use => calendars.GetValueOrDefault(use.Id)?.TimeZone)
            .Append(definition.Spec.TimeZone)
            .All(zone => zone is null || ZoneIds.TryFind(zone, out _));

    public DateTimeOffset Cursor { get; private set; }

    public int Runs { get; set; }

    public SchedulePause? Pause { get; private set; }

    /// <summary>Mode delay: the next nominal time; null while it waits.</summary>
    public DateTimeOffset? NextDelay { get; set; }

    /// <summary>Mode delay: the nominal time of the open run, whose end sets the next time.</summary>
    public DateTimeOffset? WaitsFor { get; set; }

    /// <summary>When the current definition starts to fire.</summary>
    public DateTimeOffset Since => _since;

    /// <summary>When the definition that is being walked was changed; null: it is the current one.</summary>
    public DateTimeOffset? Until => _tails.Count > 0 ? _tails[0].Until : null;

    public IReadOnlyList<ScheduleTail> Tails => _tails;

    /// <summary>The definition that is being walked.</summary>
    public ScheduleDefinition Definition => _tails.Count > 0 ? _tails[0].Definition : _definition;

    public string? InputBlob => _tails.Count > 0 ? _tails[0].InputBlob : _inputBlob;

    public bool IsDelay => Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay };

    /// <summary>
    /// Without an overlap rule a fire does not depend on what is running, so it can be handed to a queue ahead of its time.
    /// </summary>
    public bool IsAhead => !IsDelay && Definition.Policy.Overlap == OverlapRule.Allow;

    /// <summary>Whether the rule lets only one of several fires that are due at once have its run.</summary>
    public bool IsExclusive =>
        !IsDelay && Definition.Policy.Overlap is OverlapRule.Skip or OverlapRule.QueueOne or OverlapRule.CancelPrevious;

    /// <summary>The next nominal time of the definition that is being walked; null: there are no more.</summary>
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

    /// <summary>The nominal time after one that gets a run; null: there is none of the definition that is being walked.</summary>
    public DateTimeOffset? After(DateTimeOffset nominal)
    {
        if (IsDelay || Runs + 1 >= Definition.Spec.MaxRuns)
        {
            return null;
        }

        _times ??= FireTimes.Of(Definition.Spec, _identity, _calendars);
        var next = _times.Next(nominal);
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

    /// <summary>Goes on with the next definition; false: this is the current one.</summary>
    public bool TryGoOn()
    {
        if (_tails.Count == 0)
        {
            return false;
        }

        _tails.RemoveAt(0);
        Cursor = _tails.Count > 0 ? _tails[0].From : _since;
        _times = null;
        return true;
    }

    /// <summary>Ends a pause whose time is over; what would have fired during it is not missed.</summary>
    public bool TryResume(DateTimeOffset now)
    {
        if (_tails.Count > 0 || Pause?.Until is not { } until || until > now)
        {
            return false;
        }

        Pause = null;
        Cursor = until > Cursor ? until : Cursor;
        if (IsDelay && NextDelay is not null)
        {
            NextDelay = Later(until);
        }

        return true;
    }

    /// <summary>Mode delay: the next nominal time after the end of a run.</summary>
    public DateTimeOffset? Later(DateTimeOffset end) => FireTimes.Of(Definition.Spec, _identity, _calendars).NextAfterEnd(end);
}
