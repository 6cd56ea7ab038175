using System.Text.Json;
using JobScheduler.Operations;

namespace JobScheduler.Scenarios.Operations;

/// <summary>
/// A kind of operation as an application adds it: one class with its work, and one registration. Counts down, a step each second.
/// </summary>
/// <param name="meanwhile">What a step does, given how many are left.</param>
internal sealed class CountdownOperation(Func<int, Task> meanwhile) : IOperation
{
    public const string Word = "countdown";

    public string Kind => Word;

    public static OperationStart From(int left) => new(Word, Write(left));

    public async Task<OperationStep> StepAsync(OperationRecord operation, DateTimeOffset now)
    {
        var left = JsonSerializer.Deserialize<Work>(operation.Work)!.Left;
        await meanwhile(left);
        return new OperationStep(Write(left - 1))
        {
            Done = 1,
            Refusals = left % 2 == 0 ? [new OperationRefusal($"even-{left}", "only odd numbers")] : [],
            NotBefore = now + TimeSpan.FromSeconds(1),
            State = left > 1 ? OperationState.Running : OperationState.Succeeded,
        };
    }

    private static string Write(int left) => JsonSerializer.Serialize(new Work(left));

    private sealed record Work(int Left);
}
