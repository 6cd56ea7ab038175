using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("A sign of life of a target that completes by callback.")]
public sealed record HeartbeatRequest
{
    [Description("Of the attempt, from the header JobScheduler-Fence.")]
    public required long Fence { get; init; }

    [Description("0 to 1.")]
    public double? Progress { get; init; }

    public string? Message { get; init; }
}
