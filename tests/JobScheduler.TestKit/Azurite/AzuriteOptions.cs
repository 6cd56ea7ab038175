namespace JobScheduler.TestKit;

/// <summary>How the emulator is started.</summary>
public sealed record AzuriteOptions
{
    /// <summary>Nothing is kept: faster, and gone with the process.</summary>
    public bool InMemory { get; init; }

    /// <summary>A file that gets a line for each request, to count calls from; null for none.</summary>
    public string? RequestLog { get; init; }

    /// <summary>A file for the emulator's own log; null for none.</summary>
    public string? DebugLog { get; init; }
}
