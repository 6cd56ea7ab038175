using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Which dead letters to delete; all given conditions must hold, and {} means all.")]
public sealed record DeadLetterPurgeRequest
{
    public string? Job { get; init; }

    [Description("The id of a cause.")]
    public string? Cause { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}
