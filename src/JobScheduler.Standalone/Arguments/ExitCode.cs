namespace JobScheduler.Standalone.Arguments;

/// <summary>What a process that started this one can rely on.</summary>
internal static class ExitCode
{
    /// <summary>It was told to stop, and did.</summary>
    public const int Success = 0;

    /// <summary>It could not start, or failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>It was interrupted a second time while it was stopping; the number that shells use for an interrupt.</summary>
    public const int Interrupted = 130;
}
