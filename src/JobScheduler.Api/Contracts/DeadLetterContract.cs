using System.ComponentModel;
using JobScheduler.DeadLetters;

namespace JobScheduler.Api.Contracts;

[Description("A run, or a raw message, that gave up; kept until it is redriven or purged.")]
public sealed record DeadLetterContract
{
    public required string Id { get; init; }

    [Description("Null for a raw message.")]
    public string? RunId { get; init; }

    public string? JobId { get; init; }

    public required CauseContract Cause { get; init; }

    public ErrorContract? Error { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset DeadAt { get; init; }

    [Description("The body of an unreadable message; null for a run.")]
    public string? Message { get; init; }

    public static DeadLetterContract Of(DeadLetter letter) => new()
    {
        Id = letter.Id,
        RunId = letter.RunId,
        JobId = letter.JobId,
        Cause = new CauseContract(letter.Cause.Id, letter.Cause.Title),
        Error = ErrorContract.Of(letter.Error),
        Attempts = letter.Attempts,
        DeadAt = letter.DeadAt,
        Message = letter.Message,
    };
}
