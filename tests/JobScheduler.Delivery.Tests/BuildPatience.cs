namespace JobScheduler.Delivery.Tests;

/// <summary>When a test gives up that may have to wait until the program is published, or the image built, for all of them.</summary>
internal static class BuildPatience
{
    /// <summary>In milliseconds. Only what hangs takes so long, also on a machine with much else to do.</summary>
    public const int Hang = 1_800_000;
}
