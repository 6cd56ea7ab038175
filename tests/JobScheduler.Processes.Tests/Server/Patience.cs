namespace JobScheduler.Processes.Tests.Server;

/// <summary>When a test gives up.</summary>
internal static class Patience
{
    /// <summary>
    /// In milliseconds. It says nothing about how long anything may take: only what hangs takes so long, also on a machine with much else
    /// to do.
    /// </summary>
    public const int Hang = 600_000;
}
