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

    private void Move(DateTimeOffset? fire) =>
        Position = fire is { } at && (_left is not 0 || !_fires.IsCounted(at)) ? new FirePosition(at, _job, _schedule) : null;
}
