namespace JobScheduler.Scenarios.Simulation;

/// <summary>The clock of one process: the world's time, wrong by a skew; its timers fire on the process' context.</summary>
internal sealed class ProcessClock(VirtualTime world, SimulatedContext context) : TimeProvider
{
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.Now + Skew;

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(() => context.Post(() => callback(state)), dueTime, period);
}
