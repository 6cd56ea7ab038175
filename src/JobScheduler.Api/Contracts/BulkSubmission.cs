using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("Up to 1,000 runs. Each is accepted or refused by itself.")]
public sealed record BulkSubmission
{
    public required IReadOnlyList<BulkItem> Items { get; init; }
}
