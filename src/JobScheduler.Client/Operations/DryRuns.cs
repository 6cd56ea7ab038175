namespace JobScheduler.Client;

/// <summary>A dry run has another answer than the action, hence a method of its own.</summary>
internal static class DryRuns
{
    /// <summary>False, for the action itself.</summary>
    /// <exception cref="ArgumentException">It was asked for a dry run, which must not become the action.</exception>
    public static bool Not(bool dryRun) => dryRun
        ? throw new ArgumentException(
            "this method makes the change; for a dry run, call the method of the same name that begins with Count", nameof(dryRun))
        : false;
}
