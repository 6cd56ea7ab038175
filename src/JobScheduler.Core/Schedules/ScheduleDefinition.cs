using JobScheduler.Jobs;
using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>What its owner says of a schedule.</summary>
public sealed record ScheduleDefinition
{
    public required ScheduleSpec Spec { get; init; }

    public SchedulePolicy Policy { get; init; } = new();

    /// <summary>The input of its runs; null takes the job's.</summary>
    public RawJson? Input { get; init; }

    /// <summary>Null takes the job's.</summary>
    public Priority? Priority { get; init; }
}
