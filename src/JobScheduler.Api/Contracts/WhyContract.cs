using System.ComponentModel;
using JobScheduler.Runs;

namespace JobScheduler.Api.Contracts;

[Description("Why an unfinished run waits.")]
public sealed record WhyContract
{
    public required RunState State { get; init; }

    [Description("In the order in which they will be met; empty when it has ended.")]
    public required IReadOnlyList<BlockerContract> Blockers { get; init; }

    [Description("Its place in the ready line, from 1; null when it is in none, or beyond 1,000.")]
    public int? Position { get; init; }

    [Description("Not before this; null when unknown.")]
    public DateTimeOffset? ExpectedStart { get; init; }

    public static WhyContract Of(WhyWaiting why) => new()
    {
        State = why.State,
        Blockers = [.. why.Blockers.Select(blocker => new BlockerContract(blocker.Kind, blocker.Detail, blocker.Until, blocker.HeldBy))],
        Position = why.Position,
        ExpectedStart = why.ExpectedStart,
    };
}
