namespace JobScheduler.Scenarios.Simulation;

/// <summary>What a process does for the clock.</summary>
[Flags]
internal enum ClockRole
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its own loop, as in a head whose processes live.</summary>
    Loops = 1,

    /// <summary>The turns of the orchestrated clock, as the instance of the Functions head does to which they are given.</summary>
    Turns = 2,

    /// <summary>Ticks what it has woken, as every instance of the Functions head does.</summary>
    Hints = 4,
}
