namespace JobScheduler;

/// <summary>What its owner says of a schedule.</summary>
public record ScheduleDefinition
{
    public required ScheduleSpec Spec { get; init; }

    public SchedulePolicy Policy { get; init; } = new();

    /// <summary>Any JSON: the input of its runs. Null takes the job's.</summary>
    public RawJson? Input { get; init; }

    /// <summary>Of its runs. Null takes the job's.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The definition alone, without what else a <see cref="Schedule"/> shows.</summary>
    public ScheduleDefinition ToDefinition() => new(this);
}
