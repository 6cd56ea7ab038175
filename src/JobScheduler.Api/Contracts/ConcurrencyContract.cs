using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Limits of concurrency. Not available in this version: both members must be null.")]
public sealed record ConcurrencyContract
{
    public int? Max { get; init; }

    public string? Group { get; init; }
}
