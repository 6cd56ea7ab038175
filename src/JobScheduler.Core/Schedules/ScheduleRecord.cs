using JobScheduler.Shards.Records;

namespace JobScheduler.Schedules;

/// <summary>
/// A schedule of a job: its definition and where it is. Its ETag does not change with fires, nor when a pause ends by itself.
/// </summary>
public sealed record ScheduleRecord : StoredRecord
{
    public required string JobId { get; init; }

    public required ScheduleDefinition Definition { get; init; }

    /// <summary>Null when it is not paused.</summary>
    public SchedulePause? Pause { get; init; }

    /// <summary>The next nominal time; null when it is paused or has ended, or waits for the end of a run.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>The nominal time of its latest fire, whether that got a run or not.</summary>
    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>Runs it has made; what <c>maxRuns</c> counts.</summary>
    public int Runs { get; init; }

    public ScheduleIdentity Identity => new(Tenant, JobId, Id);

    /// <summary>The same for the clock: as it was read, or shall be written. One that was only proposed has none.</summary>
    internal FiringSchedule Firing { get; init; } = null!;
}

/// <summary>A paused schedule does not fire; what would have fired meanwhile is not missed, it is not there.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Note">Why, in their words.</param>
/// <param name="Until">When it resumes by itself; null: never.</param>
public sealed record SchedulePause(DateTimeOffset At, string By, string? Note, DateTimeOffset? Until);

/// <summary>What a write says of the pause: null members leave note and time as they are.</summary>
/// <param name="Paused">Whether it shall be paused.</param>
/// <param name="Note">Why.</param>
/// <param name="Until">When it resumes by itself.</param>
public sealed record SchedulePauseWish(bool Paused, string? Note = null, DateTimeOffset? Until = null);
