namespace JobScheduler.Runs;

/// <summary>Knows where runs can be executed, in this process.</summary>
public interface IPlaces
{
    /// <summary>Whether a place is free that a run which comes through a queue may have.</summary>
    bool AreFreeFor(string queue, RunSpec spec);
}
