namespace JobScheduler.Scenarios.Simulation;

/// <summary>A timer of <see cref="VirtualTime"/>.</summary>
internal sealed class VirtualTimer(VirtualTime time, Action fire) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private long _number;

    public bool IsAt(long number) => _number == number;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _number = dueTime == Timeout.InfiniteTimeSpan ? 0 : time.Set(this, dueTime);
        return true;
    }

    public void Fire()
    {
        _number = _period > TimeSpan.Zero ? time.Set(this, _period) : 0;
        fire();
    }

    public void Dispose() => _number = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
