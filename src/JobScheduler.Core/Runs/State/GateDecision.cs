namespace JobScheduler.Runs;

/// <summary>What happens to a run that comes to a gate.</summary>
internal abstract record GateDecision
{
    private GateDecision()
    {
    }

    /// <summary>It goes through, and has the slot.</summary>
    /// <param name="Replaces">Whether the slot's row is there, of a run that has ended.</param>
    public sealed record Enters(bool Replaces) : GateDecision;

    /// <summary>It is not run.</summary>
    public sealed record Skips : GateDecision;

    /// <summary>It waits in line.</summary>
    /// <param name="Drops">Runs that give way, with the keys of their places.</param>
    /// <param name="Cancels">The run that is asked to stop; null: none.</param>
    public sealed record Waits(IReadOnlyList<(OpenRun Run, string Place)> Drops, string? Cancels) : GateDecision;
}
