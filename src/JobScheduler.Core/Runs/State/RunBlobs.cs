namespace JobScheduler.Runs;

/// <summary>The names of the blobs that a run may own.</summary>
public static class RunBlobs
{
    public static string Input(string run) => $"runs/{run}/input";

    public static string Target(string run) => $"runs/{run}/target";

    /// <summary>Of one attempt: a lost attempt that wakes up must not overwrite what another one wrote.</summary>
    public static string Result(string run, int attempt) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"runs/{run}/result-{attempt}");

    public static string Log(string run) => $"runs/{run}/log";
}
