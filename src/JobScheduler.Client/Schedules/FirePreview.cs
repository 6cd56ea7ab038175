namespace JobScheduler.Client;

/// <summary>What a schedule is going to do.</summary>
public sealed record FirePreview
{
    /// <summary>In order of time; empty when it is paused or has ended.</summary>
    public IReadOnlyList<PreviewedFire> Fires
    {
        get => field ?? [];
        init;
    }

    /// <summary>What does not fire between them, and why; in order of time.</summary>
    public IReadOnlyList<SkippedFire> Skipped
    {
        get => field ?? [];
        init;
    }
}
