namespace JobScheduler.DeadLetters;

/// <summary>Which dead letters, as plans of operations store it; all given conditions must hold.</summary>
public sealed record DeadLetterQuery(string? JobId = null, string? Cause = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    public static DeadLetterQuery Of(DeadLetterConditions filter) => new(filter.JobId, filter.Cause, filter.From, filter.To);
}
