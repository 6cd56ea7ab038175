using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Which dead letters to redrive, and how carefully. {} means all, at most 1,000.")]
public sealed record DeadLetterRedriveRequest
{
    public string? Job { get; init; }

    [Description("The id of a cause.")]
    public string? Cause { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    [Description("At most so many, 1 to 100,000. Default 1,000.")]
    public int? Max { get; init; }

    [Description("Such as 50/s, 300/m or 1000/h; null: as fast as they are accepted.")]
    public string? Rate { get; init; }

    [Description("So many first; the rest only when all of them succeeded. Default 0: none.")]
    public int? Canary { get; init; }
}
