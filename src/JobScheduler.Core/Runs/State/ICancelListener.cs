namespace JobScheduler.Runs;

/// <summary>
/// Is told of each cancel that is asked for in this process. For speed only: an executor learns it with its next beat anyway.
/// </summary>
public interface ICancelListener
{
    /// <summary>The run has ended, or is marked to end, because somebody asked for that.</summary>
    void CancelRequested(string run);
}
