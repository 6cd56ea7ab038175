using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("How to pause a job. May be left out.")]
public sealed record PauseRequest
{
    [Description("Why; at most 2,000 characters.")]
    public string? Note { get; init; }

    [Description("When it resumes by itself; null: never.")]
    public DateTimeOffset? Until { get; init; }

    [Description("Cancels the runs that have not started; otherwise they are held.")]
    public bool? WithdrawPending { get; init; }
}
