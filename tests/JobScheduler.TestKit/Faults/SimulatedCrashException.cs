namespace JobScheduler.TestKit;

/// <summary>The simulated process died at this call. Nothing but the simulation may catch it.</summary>
public sealed class SimulatedCrashException(StorageCall call) : Exception($"the process died at call {call}")
{
    public StorageCall Call { get; } = call;
}
