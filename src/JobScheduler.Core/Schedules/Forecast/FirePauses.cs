namespace JobScheduler.Schedules.Forecast;

/// <summary>What the pauses of a schedule and of its job mean for its fires. Pure.</summary>
/// <remarks>
/// A paused schedule makes no run, and its fires are not missed. A paused job holds the runs that its schedules make.
/// </remarks>
internal sealed class FirePauses
{
    private readonly Pause? _schedule;
    private readonly Pause? _job;

    /// <param name="schedule">Null: it is not paused.</param>
    /// <param name="job">Null: it is not paused.</param>
    /// <param name="now">A pause that is over by then is none, whether the clock has noticed that or not.</param>
    public FirePauses(SchedulePause? schedule, JobPause? job, DateTimeOffset now)
    {
        _schedule = schedule is null || schedule.Until <= now ? null : new Pause(schedule.At, schedule.Until);
        _job = job is null || job.Until <= now ? null : new Pause(now, job.Until);
    }

    /// <summary>Whether the schedule or its job is paused.</summary>
    public bool IsPaused => _schedule is not null || _job is not null;

    /// <summary>When both go on by themselves; null: nothing is paused, or somebody has to resume it.</summary>
    public DateTimeOffset? ResumeAt
    {
        get
        {
            var pauses = new[] { _schedule, _job }.OfType<Pause>().ToList();
            return pauses.Exists(pause => pause.Until is null) ? null : pauses.Max(pause => pause.Until);
        }
    }

    /// <summary>When the schedule makes runs again; null: it is not paused, or nobody knows.</summary>
    public DateTimeOffset? ScheduleUntil => _schedule?.Until;

    /// <summary>Whether the schedule itself is paused.</summary>
    public bool HoldsSchedule => _schedule is not null;

    /// <summary>Whether a fire makes no run.</summary>
    public bool Drops(DateTimeOffset fire) => _schedule?.Covers(fire) == true;

    /// <summary>What happens to a fire; null: it runs.</summary>
    public string? NoteOf(DateTimeOffset fire) =>
        Drops(fire)
            ? $"paused{UntilOf(_schedule!)}: does not run{(_schedule!.Until is null ? " unless the schedule is resumed before" : "")}"
        : _job?.Covers(fire) != true ? null
        : _job.Until is null ? "job paused: the run waits until the job is resumed"
        : $"job paused{UntilOf(_job)}: the run waits until then";

    private static string UntilOf(Pause pause) => pause.Until is { } until ? $" until {Timestamp.Format(until)}" : "";

    private sealed record Pause(DateTimeOffset Since, DateTimeOffset? Until)
    {
        public bool Covers(DateTimeOffset fire) => fire >= Since && !(fire >= Until);
    }
}
