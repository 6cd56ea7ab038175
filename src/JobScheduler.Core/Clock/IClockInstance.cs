namespace JobScheduler.Clock;

/// <summary>The running instance of <see cref="ClockOrchestration"/>, as far as the watchdog has to do with it.</summary>
public interface IClockInstance
{
    /// <summary>
    /// Removes what is there, whatever state it says it is in, and starts the instance anew under
    /// <see cref="ClockOrchestration.InstanceId"/>. Safe to call when another process does the same: one of them starts it.
    /// </summary>
    Task RestartAsync(CancellationToken cancellation);
}
