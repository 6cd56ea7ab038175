using System.Globalization;

namespace JobScheduler.Schedules.Forecast;

/// <summary>Goes through the fires of one schedule.</summary>
internal sealed class FireCursor
{
    private readonly ScheduleFires _fires;
    private readonly string _job;
    private readonly string _schedule;
    private int? _left;

    private FireCursor(ScheduleRecord schedule, ScheduleFires fires, DateTimeOffset from)
    {
        (_job, _schedule, _fires) = (schedule.JobId, schedule.Id, fires);
        _left = fires.LeftAt(from);
        Move(fires.First(from));
    }

    /// <summary>Where it is; null: beyond the last fire.</summary>
    public FirePosition? Position { get; private set; }

    /// <summary>At the first fire at or after an instant and after a position; null: there is none.</summary>
    public static FireCursor? TryOpen(ScheduleRecord schedule, ScheduleFires fires, DateTimeOffset from, FirePosition? after)
    {
        var cursor = new FireCursor(schedule, fires, from);
        while (after is not null && cursor.Position is { } position && position.CompareTo(after) <= 0)
        {
            cursor.MoveNext();
        }

        return cursor.Position is null ? null : cursor;
    }

    public void MoveNext()
    {
        var at = Position!.At;
        _left -= _fires.IsCounted(at) ? 1 : 0;
        Move(_fires.First(at.AddTicks(1)));
    }

    public UpcomingFire Show()
    {
        var fire = _fires.Show(Position!.At);
        return new UpcomingFire(_job, _schedule, fire.NominalAt, fire.LocalTime, fire.Notes);
    }

    /// <summary>To a fire that makes a run: this one, or the first after a pause.</summary>
    private void Move(DateTimeOffset? fire)
    {
        if (fire is { } dropped && _fires.Pauses.Drops(dropped))
        {
            fire = _fires.Pauses.ScheduleUntil is { } until ? _fires.First(until) : null;
        }

        Position = fire is { } at && (_left is not 0 || !_fires.IsCounted(at)) ? new FirePosition(at, _job, _schedule) : null;
    }
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

/// <summary>Merges the fires of many schedules: computes those of the page and one more per schedule, however many there are.</summary>
internal static class FireMerge
{
    /// <param name="cursors">Each at its first fire.</param>
    /// <param name="to">The first instant beyond.</param>
    /// <param name="most">How many fires at most.</param>
    /// <returns>The fires, and the position of the last one when more follow.</returns>
    public static (IReadOnlyList<UpcomingFire> Fires, FirePosition? Last) Take(IEnumerable<FireCursor> cursors, DateTimeOffset to, int most)
    {
        var queue = new PriorityQueue<FireCursor, FirePosition>(
            cursors.Where(cursor => cursor.Position!.At < to).Select(cursor => (cursor, cursor.Position!)));
        var fires = new List<UpcomingFire>();
        FirePosition? last = null;
        while (fires.Count < most && queue.TryDequeue(out var cursor, out var position))
        {
            fires.Add(cursor.Show());
            last = position;
            cursor.MoveNext();
            if (cursor.Position is { } next && next.At < to)
            {
                queue.Enqueue(cursor, next);
            }
        }

        return (fires, queue.Count > 0 ? last : null);
    }
}
