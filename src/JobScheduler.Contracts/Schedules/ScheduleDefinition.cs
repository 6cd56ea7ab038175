namespace JobScheduler;

/// <summary>The part of a schedule that its owner defines.</summary>
public record ScheduleDefinition
{
    public required ScheduleSpec Spec { get; init; }

    public SchedulePolicy Policy { get; init; } = new();

    /// <summary>The input of its runs, any JSON; null: the job's.</summary>
    public RawJson? Input { get; init; }

    /// <summary>The priority of its runs; null: the job's.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The definition alone, without the other members of a <see cref="Schedule"/>.</summary>
    public ScheduleDefinition ToDefinition() => new(this);
}
