using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("A stretch of a run's log.")]
public sealed record LogContract
{
    public required IReadOnlyList<LogLineContract> Items { get; init; }

    [Description("For the parameter from, to read what comes after.")]
    public required long Next { get; init; }

    [Description("The run has ended and no line will follow.")]
    public required bool Complete { get; init; }
}
