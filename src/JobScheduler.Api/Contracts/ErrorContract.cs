using System.ComponentModel;
using JobScheduler.Runs;

namespace JobScheduler.Api.Contracts;

[Description("Why an attempt did not succeed.")]
public sealed record ErrorContract
{
    [Description("The name that retry policies match: http:404, timeout, connection, lost, refused, or the type a handler gave.")]
    public required string Type { get; init; }

    public string? Message { get; init; }

    public static ErrorContract? Of(AttemptError? error) => error is null ? null : new() { Type = error.Type, Message = error.Message };
}
