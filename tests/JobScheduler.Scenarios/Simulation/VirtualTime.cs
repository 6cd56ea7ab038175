namespace JobScheduler.Scenarios.Simulation;

/// <summary>The time of a simulated world: it moves only to the next timer, so that everything in between happens.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<VirtualTimer, (long Due, long Number)> _timers = new();
    private long _ticks = start.UtcTicks;
    private long _lastNumber;

    public DateTimeOffset Now => new(_ticks, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(() => callback(state), dueTime, period);

    public ITimer CreateTimer(Action fire, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, fire);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer and fires it.</summary>
    /// <returns>False: none is due until then; the time is then that.</returns>
    public bool FireNext(DateTimeOffset until)
    {
        while (_timers.TryPeek(out var timer, out var place))
        {
            if (!timer.IsAt(place.Number))
            {
                _timers.Dequeue();
                continue;
            }

            if (place.Due > until.UtcTicks)
            {
                break;
            }

            _timers.Dequeue();
            _ticks = Math.Max(_ticks, place.Due);
            timer.Fire();
            return true;
        }

        _ticks = Math.Max(_ticks, until.UtcTicks);
        return false;
    }

    /// <returns>The number by which the timer knows whether this is its last word.</returns>
    internal long Set(VirtualTimer timer, TimeSpan due)
    {
        // Like the platform's timers: whole milliseconds, never early.
        var wait = (long)Math.Ceiling(due.TotalMilliseconds) * TimeSpan.TicksPerMillisecond;
        _timers.Enqueue(timer, (_ticks + wait, ++_lastNumber));
        return _lastNumber;
    }
}
