namespace JobScheduler.Client;

/// <summary>What states mean.</summary>
public static class RunStates
{
    /// <summary>Whether it is an end, after which a run never changes. False for states this client does not know.</summary>
    public static bool IsEnd(this RunState state) => state >= RunState.Succeeded;
}
