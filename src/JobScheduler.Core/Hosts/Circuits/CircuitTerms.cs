namespace JobScheduler.Hosts.Circuits;

/// <summary>When a circuit opens, and for how long. Pure.</summary>
/// <param name="Failures">So many within the window open it, if no more calls succeeded there.</param>
/// <param name="Window">In which they are counted.</param>
/// <param name="Open">How long it is open the first time.</param>
public sealed record CircuitTerms(int Failures, TimeSpan Window, TimeSpan Open)
{
    /// <summary>The longest that a circuit is open before it is probed: 10 min.</summary>
    public static readonly TimeSpan LongestOpen = TimeSpan.FromMinutes(10);

    /// <summary>How long it opens: twice as long with each probe that fails.</summary>
    /// <param name="openings">How often it has opened since it was closed, with this time; from 1.</param>
    public TimeSpan OpenFor(int openings)
    {
        var open = Open.TotalSeconds * Math.Pow(2, Math.Min(openings, 32) - 1);
        return TimeSpan.FromSeconds(Math.Min(open, LongestOpen.TotalSeconds));
    }
}
