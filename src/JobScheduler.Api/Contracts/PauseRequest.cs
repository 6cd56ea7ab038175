using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("How to pause a job or a schedule. May be left out.")]
public sealed record PauseRequest
{
    [Description("Why; at most 2,000 characters.")]
    public string? Note { get; init; }

    [Description("When it resumes by itself; null: never.")]
    public DateTimeOffset? Until { get; init; }

    [Description("Cancels the runs that have not started. Otherwise a job holds them, and a schedule lets those that are due already go on.")]
    public bool? WithdrawPending { get; init; }
}
