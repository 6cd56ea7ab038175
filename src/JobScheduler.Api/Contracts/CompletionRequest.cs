using System.ComponentModel;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("How the work of a target that completes by callback ended.")]
public sealed record CompletionRequest
{
    [Description("Of the attempt, from the header JobScheduler-Fence.")]
    public required long Fence { get; init; }

    public required CompletionOutcome Outcome { get; init; }

    [Description("Any JSON, when it succeeded.")]
    public RawJson? Result { get; init; }

    [Description("Required when it failed.")]
    public ErrorContract? Error { get; init; }

    [Description("Whether another attempt makes sense. Default true.")]
    public bool? Retryable { get; init; }
}
