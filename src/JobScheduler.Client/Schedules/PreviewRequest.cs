namespace JobScheduler.Client;

/// <summary>A spec to try, without storing anything.</summary>
public sealed record PreviewRequest
{
    public required ScheduleSpec Spec { get; init; }

    /// <summary>The first instant. Default now.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many fires at most, 1 to 1,000. Default 10.</summary>
    public int? Count { get; init; }

    /// <summary>The job's id, which need not exist. Needed for <c>H</c> in cron, which spreads schedules by the names of both.</summary>
    public string? JobId { get; init; }

    /// <summary>The schedule's id, which need not exist. Needed for <c>H</c> in cron.</summary>
    public string? ScheduleId { get; init; }
}
