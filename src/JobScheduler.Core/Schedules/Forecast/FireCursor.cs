using System.Globalization;

namespace JobScheduler.Schedules.Forecast;

/// <summary>
/// Goes through the fires of one schedule. Until it is opened, which may take a millisecond, it only knows before which time it has none.
/// </summary>
internal sealed class FireCursor
{
    private readonly DateTimeOffset _from;
    private ScheduleFires? _fires;
    private int? _left;

    /// <param name="schedule">Whose fires.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="now">The time.</param>
    public FireCursor(ScheduleRecord schedule, DateTimeOffset from, DateTimeOffset now)
    {
        (Schedule, _from) = (schedule, from);
        var isNextKnown = schedule.Pause is null && from >= now;
        Position = At(isNextKnown && schedule.NextFireAt is { } next && next > from ? next : from);
    }

    public ScheduleRecord Schedule { get; }

    public bool IsOpen { get; private set; }

    /// <summary>Where it is; null: beyond the last fire. Before it is opened: no fire comes earlier.</summary>
    public FirePosition? Position { get; private set; }

    /// <summary>Moves to the first fire after a position.</summary>
    /// <param name="fires">Those of the schedule; null: it has none.</param>
    /// <param name="after">The position; null: to the first one.</param>
    /// <param name="work">What the request may still do.</param>
    public void Open(ScheduleFires? fires, FirePosition? after, ForecastWork work)
    {
        (IsOpen, _fires, Position) = (true, fires, null);
        if (fires is null)
        {
            return;
        }

        _left = fires.LeftAt(_from, work);
        Move(fires.First(_from));
        while (after is not null && Position is { } position && position.CompareTo(after) <= 0)
        {
            MoveNext();
        }
    }

    public void MoveNext()
    {
        var at = Position!.At;
        _left -= _fires!.IsCounted(at) ? 1 : 0;
        Move(_fires.First(at.AddTicks(1)));
    }

    public UpcomingFire Show()
    {
        var fire = _fires!.Show(Position!.At);
        return new UpcomingFire(Schedule.JobId, Schedule.Id, fire.NominalAt, fire.LocalTime, fire.Notes);
    }

    /// <summary>To a fire that makes a run: this one, or the first after a pause.</summary>
    private void Move(DateTimeOffset? fire)
    {
        if (fire is { } dropped && _fires!.Pauses.Drops(dropped))
        {
            fire = _fires.Pauses.ScheduleUntil is { } until ? _fires.First(until) : null;
        }

        Position = fire is { } at && (_left is not 0 || !_fires!.IsCounted(at)) ? At(at) : null;
    }

    private FirePosition At(DateTimeOffset time) => new(time, Schedule.JobId, Schedule.Id);
}

/// <summary>A fire's position in the list of all: by time, then by job and schedule.</summary>
internal sealed record FirePosition(DateTimeOffset At, string JobId, string ScheduleId) : IComparable<FirePosition>
{
    public int CompareTo(FirePosition? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = At.CompareTo(other.At);
        order = order != 0 ? order : string.CompareOrdinal(JobId, other.JobId);
        return order != 0 ? order : string.CompareOrdinal(ScheduleId, other.ScheduleId);
    }

    /// <summary>Written with the end of the list: an end relative to now must not move while pages are read.</summary>
    public string Write(DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $"{to.UtcTicks}~{At.UtcTicks}~{JobId}~{ScheduleId}");

    /// <summary>Null when the text is not a position.</summary>
    public static (FirePosition Position, DateTimeOffset To)? TryRead(string text) =>
        text.Split('~') is [var to, var at, { Length: > 0 } job, { Length: > 0 } schedule]
            && TryTime(to) is { } end
            && TryTime(at) is { } time
            ? (new FirePosition(time, job, schedule), end)
            : null;

    private static DateTimeOffset? TryTime(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}

/// <summary>
/// Merges the fires of many schedules. Only those schedules are opened that can have a fire on the page, and of each only one fire more
/// than is shown is computed.
/// </summary>
internal static class FireMerge
{
    /// <param name="cursors">Not opened.</param>
    /// <param name="open">Opens one.</param>
    /// <param name="to">The first instant beyond.</param>
    /// <param name="most">How many fires at most; fewer when the work takes too long.</param>
    /// <param name="work">What the request may still do.</param>
    /// <returns>The fires, and the position of the last one when more follow.</returns>
    public static (IReadOnlyList<UpcomingFire> Fires, FirePosition? Last) Take(
        IEnumerable<FireCursor> cursors, Action<FireCursor> open, DateTimeOffset to, int most, ForecastWork work)
    {
        var queue = new PriorityQueue<FireCursor, FirePosition>(
            cursors.Where(cursor => cursor.Position!.At < to).Select(cursor => (cursor, cursor.Position!)));
        var fires = new List<UpcomingFire>();
        FirePosition? last = null;
        while (queue.TryPeek(out var cursor, out var position))
        {
            // Whether one that is not open has a fire at all is worth knowing: otherwise a last page might be empty.
            if ((fires.Count == most && cursor.IsOpen) || (fires.Count > 0 && work.IsLong))
            {
                return (fires, last);
            }

            queue.Dequeue();
            if (!cursor.IsOpen)
            {
                work.Open();
                open(cursor);
            }
            else
            {
                work.ThrowIfLeft();
                fires.Add(cursor.Show());
                last = position;
                cursor.MoveNext();
            }

            if (cursor.Position is { } next && next.At < to)
            {
                queue.Enqueue(cursor, next);
            }
        }

        return (fires, null);
    }
}
