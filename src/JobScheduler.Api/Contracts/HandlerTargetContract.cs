using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Code registered under a name. echo, delay and fail are built in for trying.")]
public sealed record HandlerTargetContract : TargetContract
{
    public required string Name { get; init; }
}
