using JobScheduler.Runs;

namespace JobScheduler.Schedules;

/// <summary>
/// Decides what a schedule does at an instant: which fires get a run, which a record, and when to look again. Pure; a step is
/// bounded however much was missed.
/// </summary>
internal sealed class FirePlanner
{
    /// <summary>A fire up to this late is late; beyond, it is missed. As long as it takes another process to take over a clock.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>Fires of one schedule that are handed to queues ahead of their time, at most.</summary>
    public const int MostAhead = 20;

    /// <summary>Fires of one step; each has rows in the commit of the step.</summary>
    public const int MostFires = 12;

    private const int MostLooks = 10_000;
    private static readonly HashSet<DateTimeOffset> None = [];

    private static readonly TimeSpan AheadGrain = TimeSpan.FromSeconds(10);

    private readonly FiringSchedule _schedule;
    private readonly FireCourse _course;
    private readonly DateTimeOffset _now;
    private readonly IReadOnlySet<DateTimeOffset> _overlapping;
    private readonly IReadOnlySet<DateTimeOffset> _existing;
    private readonly IReadOnlySet<DateTimeOffset> _tooLate;
    private readonly List<PlannedFire> _fires = [];
    private readonly List<long> _recent;
    private CatchUp? _catchUp;

    private FirePlanner(
        FiringSchedule schedule,
        IReadOnlyDictionary<string, CalendarDefinition> calendars,
        DateTimeOffset now,
        IReadOnlySet<DateTimeOffset> overlapping,
        IReadOnlySet<DateTimeOffset> existing,
        IReadOnlySet<DateTimeOffset> tooLate)
    {
        _schedule = schedule;
        _course = new FireCourse(schedule, calendars);
        _now = now;
        _overlapping = overlapping;
        _existing = existing;
        _tooLate = tooLate;
        _catchUp = schedule.State.CatchUp;
        _recent = [.. schedule.State.Recent];
    }

    /// <summary>Plans one step.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="calendars">Those that it uses, by id.</param>
    /// <param name="now">The instant.</param>
    /// <param name="overlapping">Nominal times at which the schedule's gate was found taken, and its rule is to skip. Null: none.</param>
    /// <param name="existing">Nominal times that already have their runs, because time went back. Null: none.</param>
    /// <param name="tooLate">
    /// Nominal times at which the gate was found taken only because they are judged late: by a run that began after they were due.
    /// Null: none.
    /// </param>
    public static FirePlan Plan(
        FiringSchedule schedule,
        IReadOnlyDictionary<string, CalendarDefinition> calendars,
        DateTimeOffset now,
        IReadOnlySet<DateTimeOffset>? overlapping = null,
        IReadOnlySet<DateTimeOffset>? existing = null,
        IReadOnlySet<DateTimeOffset>? tooLate = null) =>
        new FirePlanner(schedule, calendars, now, overlapping ?? None, existing ?? None, tooLate ?? None).Plan();

    /// <summary>Plans only when the next step is due.</summary>
    public static FirePlan Wait(FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now) =>
        new FirePlanner(schedule, calendars, now, None, None, None).Finish();

    /// <summary>The next nominal time, including one handed to a queue ahead; null: there is none, or it is not known.</summary>
    public static DateTimeOffset? NextFire(
        FiringSchedule schedule, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now)
    {
        var state = schedule.State;
        var ahead = state.NextAhead(now);
        var course = new FireCourse(
            schedule with { State = state with { Tails = [], Cursor = state.Cursor > now ? state.Cursor : now } }, calendars);
        try
        {
            return course.Peek() is { } next && !(ahead < next) ? next : ahead;
        }
        catch (ArgumentException)
        {
            // A zone that is no longer known, or a row edited by hand: one such schedule must not hide the others.
            return ahead;
        }
    }

    private FirePlan Plan()
    {
        for (var looks = 0; looks < MostLooks && HasRoom && TryStep(); looks++)
        {
        }

        return Finish();
    }

    private FirePlan Finish()
    {
        var act = HasWork ? _now : NextAct();
        var after = _schedule with
        {
            Pause = _course.Pause,
            State = new ScheduleState
            {
                Cursor = _course.Cursor,
                Runs = _course.Runs,
                Recent = Recent(),
                Tails = _course.Tails,
                CatchUp = _catchUp,
                NextDelay = _course.NextDelay,
                WaitsFor = _course.WaitsFor,
                Since = _course.Since,
                Rewound = _schedule.State.Rewound > _course.Cursor ? _schedule.State.Rewound : null,
                Planned = _course.Peek(),
            },
        };
        return new FirePlan(_fires, after, act, _course.IsAhead);
    }

    /// <summary>A fire that may find its gate taken is decided alone: whether the next one finds it taken depends on it.</summary>
    private bool HasRoom => _fires.Count == 0
        || (_course.IsAhead && _fires.Count < MostFires)
        || _fires.TrueForAll(fire => fire.SkippedBecause is not null && _fires.Count < MostFires);

    /// <summary>Whether another step would find something to do now.</summary>
    private bool HasWork => _catchUp is not null
        || (_course.Peek() is { } next ? IsMissed(next) || IsTime(next) : _course.Tails.Count > 0 || _course.Pause?.Until <= _now);

    private int AheadCount => _recent.Count(fire => fire > _now.ToUnixTimeMilliseconds());

    /// <returns>False: there is nothing to do now.</returns>
    private bool TryStep()
    {
        var next = _catchUp is { IsComplete: true } ? null : _course.Peek();
        if (next is { } known && !_course.IsDelay && _recent.Contains(known.ToUnixTimeMilliseconds()))
        {
            // It was handed to a queue ahead by an earlier definition, and could not be taken back.
            _course.Pass(known);
            return true;
        }

        if (next is { } missed && (IsMissed(missed) || StandsForMissed(missed)))
        {
            _catchUp = missed <= _schedule.State.Rewound
                ? _catchUp
                : (_catchUp ?? CatchUp.Nothing).With(missed, _course.Definition.Policy, _now);
            Pass(missed);
            return true;
        }

        if (_catchUp is not null)
        {
            CatchUpOne(_catchUp with { IsComplete = true });
            return true;
        }

        if (next is not { } fire)
        {
            return _course.TryGoOn() || _course.TryResume(_now);
        }

        if (!IsTime(fire))
        {
            return false;
        }

        Fire(fire, null);
        Pass(fire);
        return true;
    }

    /// <summary>Missed: even with the longest jitter it should have started some time ago.</summary>
    private bool IsMissed(DateTimeOffset nominal) =>
        nominal < _now - Grace - _course.Definition.Spec.Jitter || IsSuperseded(nominal);

    /// <summary>
    /// Nobody ticked until the next fire was due as well, and the rule lets only one of them run. That is no overlap, which is about runs.
    /// </summary>
    private bool IsSuperseded(DateTimeOffset nominal) => _course.IsExclusive
        && _course.After(nominal) is { } next
        && DueOf(nominal) < DueOf(next)
        && DueOf(next) <= _now;

    /// <summary>The latest of several that are due at once: the one run for them is its own.</summary>
    private bool StandsForMissed(DateTimeOffset nominal) =>
        _catchUp?.Kept.Count > 0 && _course.IsExclusive && _course.Definition.Policy.Misfire == MisfireRule.FireOnce && IsTime(nominal);

    private bool IsTime(DateTimeOffset nominal) => _course.IsAhead
        ? nominal <= _now + RunPlaces.Lookahead + RunPlaces.Together && AheadCount < MostAhead
        : DueOf(nominal) <= _now;

    /// <summary>
    /// A jitter that was not over when the definition was changed ends there; otherwise what follows would have to wait.
    /// </summary>
    private DateTimeOffset DueOf(DateTimeOffset nominal)
    {
        var due = FireIds.Due(_schedule.Seed, nominal, _course.Definition.Spec.Jitter);
        return _course.Until < due && _course.Until >= nominal ? _course.Until.Value : due;
    }

    /// <summary>The record of those that get no run first, then one run.</summary>
    private void CatchUpOne(CatchUp complete)
    {
        var once = _course.Definition.Policy.Misfire == MisfireRule.FireOnce;
        var unrun = once ? complete.Outside : MissedFires.Join(complete.Outside, complete.Inside);
        if (unrun is not null)
        {
            Skip(unrun, RunReasons.Missed);
            _catchUp = complete with { Outside = null, Inside = once ? complete.Inside : null };
        }
        else if (complete.Kept.Count > 0 && !(_course.Runs >= _course.Definition.Spec.MaxRuns))
        {
            var nominal = DateTimeOffset.FromUnixTimeMilliseconds(complete.Kept[0]);
            Fire(nominal, once ? MissedFires.And(complete.Inside, nominal) : MissedFires.And(null, nominal));
            _catchUp = complete with { Inside = null, Kept = [.. complete.Kept.Skip(1)] };
        }
        else
        {
            _catchUp = null;
            return;
        }

        if (_catchUp is { Outside: null, Inside: null, Kept.Count: 0 })
        {
            _catchUp = null;
        }
    }

    private void Fire(DateTimeOffset nominal, MissedFires? missed)
    {
        if (_existing.Contains(nominal))
        {
            if (_course.IsDelay)
            {
                _course.NextDelay = _course.Later(_now);
            }

            return;
        }

        var isTooLate = _tooLate.Contains(nominal);
        var skipped = isTooLate || _overlapping.Contains(nominal);
        _course.Runs += skipped ? 0 : 1;
        _fires.Add(new PlannedFire
        {
            Nominal = nominal,
            Due = DueOf(nominal),
            Definition = _course.Definition,
            InputBlob = _course.InputBlob,
            Missed = isTooLate ? missed ?? MissedFires.And(null, nominal) : missed,
            SkippedBecause = isTooLate ? RunReasons.Missed : skipped ? RunReasons.Overlap : null,
        });
        if (_course.IsDelay)
        {
            _course.WaitsFor = skipped ? null : nominal;
            _course.NextDelay = skipped ? _course.Later(_now) : null;
        }
    }

    private void Skip(MissedFires missed, string reason)
    {
        _fires.Add(new PlannedFire
        {
            Nominal = missed.Last,
            Due = missed.Last,
            Definition = _course.Definition,
            InputBlob = _course.InputBlob,
            Missed = missed,
            SkippedBecause = reason,
        });
        if (_course.IsDelay)
        {
            _course.NextDelay = _course.Later(_now);
        }
    }

    private void Pass(DateTimeOffset nominal)
    {
        var delay = _course.NextDelay;
        _course.Pass(nominal);
        if (delay != nominal)
        {
            // A fire that made no run has set it again.
            _course.NextDelay = delay;
        }

        var at = _recent.BinarySearch(nominal.ToUnixTimeMilliseconds());
        _recent.Insert(at < 0 ? ~at : at, nominal.ToUnixTimeMilliseconds());
        if (_recent.Count > 4 * MostAhead)
        {
            _recent.RemoveRange(0, MostAhead);
        }
    }

    private List<long> Recent()
    {
        var now = _now.ToUnixTimeMilliseconds();
        var last = _recent.FindLastIndex(fire => fire <= now);
        return last > 0 ? _recent[last..] : _recent;
    }

    private DateTimeOffset? NextAct()
    {
        if (_course.IsAhead && AheadCount >= MostAhead)
        {
            // When half of those ahead have started, as many again are handed over in one commit, at the same instants as those of
            // other schedules, so that their runs share messages.
            var half = (_schedule.State with { Recent = _recent }).Ahead(_now).ElementAt(MostAhead / 2 - 1);
            var together = half.AddTicks(-(half.UtcTicks % AheadGrain.Ticks));
            return together > _now ? together : half;
        }

        return _course.Peek() is not { } next ? _course.Pause?.Until
            : _course.IsAhead ? next - RunPlaces.Lookahead : DueOf(next);
    }
}
