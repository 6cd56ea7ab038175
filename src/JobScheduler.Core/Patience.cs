namespace JobScheduler;

/// <summary>How long a request may go on looking; it begins when this is made.</summary>
internal sealed class Patience(TimeProvider time, TimeSpan limit)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>With a limit of zero, from the beginning.</summary>
    public bool IsOver => time.GetElapsedTime(_start) >= limit;
}
