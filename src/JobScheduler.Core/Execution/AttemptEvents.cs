namespace JobScheduler.Execution;

/// <summary>
/// The events of which each attempt logs one when it ends, so that a log for people can count them when there are too many to read. The
/// ids are stable, and so are the names of their values.
/// </summary>
public static class AttemptEvents
{
    /// <summary>A run has ended, in any way but failure; its <see cref="State"/> says how.</summary>
    public const int RunEnded = 1121;

    public const int RunFailed = 1122;

    /// <summary>The attempt failed, and another one will follow.</summary>
    public const int AttemptRetried = 1123;

    /// <summary>The process stops, and another one takes the run up.</summary>
    public const int AttemptHandedBack = 1124;

    /// <summary>The target has accepted the work and will complete it through the API.</summary>
    public const int WorkTaken = 1125;

    /// <summary>The name of the value with the <see cref="RunState"/> of a run that has ended.</summary>
    public const string State = "State";

    /// <summary>The category under which they are logged.</summary>
    public static string Category { get; } = typeof(FinishWriter).FullName!;

    /// <summary>Whether an event of this category is one of them.</summary>
    public static bool Contain(string category, int id) => id is >= RunEnded and <= WorkTaken && category == Category;
}
