namespace JobScheduler.Client;

/// <summary>A spec to try, without storing anything.</summary>
public sealed record PreviewRequest
{
    public required ScheduleSpec Spec { get; init; }

    /// <summary>The first instant. Default now.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many fires at most. Default 10.</summary>
    public int? Count { get; init; }

    /// <summary>For <c>H</c> in cron, which spreads schedules by their ids: that of the job.</summary>
    public string? JobId { get; init; }

    /// <summary>For <c>H</c> in cron: that of the schedule.</summary>
    public string? ScheduleId { get; init; }
}
