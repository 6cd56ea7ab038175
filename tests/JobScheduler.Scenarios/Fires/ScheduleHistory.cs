namespace JobScheduler.Scenarios.Fires;

/// <summary>What the commits of a world made of one schedule, in order.</summary>
internal sealed class ScheduleHistory
{
    public List<Change> Changes { get; } = [];

    /// <summary>As the row was last seen; null when it is gone.</summary>
    public string? Stamp { get; set; }

    /// <summary>One state of a schedule's definition and pause.</summary>
    /// <param name="From">What is due later is subject to it.</param>
    /// <param name="Definition">As stored; null: it was deleted.</param>
    /// <param name="IsPaused">Whether it fires at all.</param>
    /// <param name="ResumesAt">When a pause ends by itself.</param>
    /// <param name="Cursor">At a deletion: up to where it was accounted for.</param>
    internal sealed record Change(DateTimeOffset From, string? Definition, bool IsPaused, DateTimeOffset? ResumesAt, DateTimeOffset Cursor);
}
