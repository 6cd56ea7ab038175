using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// An unfinished run as its token tells it: all that a move needs, without reading the run's row.
/// </summary>
/// <param name="Id">The run.</param>
/// <param name="Spec">What was accepted.</param>
/// <param name="SpecText">The same, as the column holds it.</param>
/// <param name="Step">How far it has come.</param>
/// <param name="Token">The key of its token, which the next move consumes.</param>
public sealed record HeldRun(string Id, RunSpec Spec, string SpecText, RunStep Step, string Token)
{
    /// <summary>The state machine's copy in a token row; null when the row is no readable token.</summary>
    public static HeldRun? TryRead(Row row)
    {
        var id = RunOf(row.Key);
        return id is not null
            && row.Columns.Text(RunColumns.Spec) is { } text
            && RunColumns.Json(row.Columns, RunColumns.Spec, CoreJson.Default.RunSpec) is { } spec
            && RunColumns.Json(row.Columns, RunColumns.Step, CoreJson.Default.RunStep) is { } step
            ? new HeldRun(id, spec, text, step, row.Key)
            : null;
    }

    /// <summary>Where the run is, as its token tells.</summary>
    public RunState State => Token[0] switch
    {
        'Q' or 'Y' => RunState.Queued,
        'A' => Keys.AlarmKindOf(Token) switch
        {
            AlarmKind.Wait or AlarmKind.Line => RunState.Queued,
            AlarmKind.Start => Step.Attempt == 0 ? RunState.Scheduled : RunState.Retrying,
            _ => RunState.Running,
        },
        _ => throw new InvalidOperationException($"'{Token}' is no token"),
    };

    /// <summary>From the run's own row: for moves whose token holds no copy (leases), and for repair.</summary>
    public static HeldRun Of(RunRecord run, Row row) => new(
        run.Id,
        run.Spec,
        row.Columns.Text(RunColumns.Spec)!,
        new RunStep { Attempt = run.Attempt, Failures = run.Failures, Lost = run.Lost, DueAt = run.RetryAt ?? run.Spec.DueAt },
        run.Token);

    /// <summary>The columns of a token of this run.</summary>
    public Columns ToToken(RunStep step) => new()
    {
        { RunColumns.Spec, SpecText },
        { RunColumns.Step, JsonSerializer.Serialize(step, CoreJson.Default.RunStep) },
    };

    /// <summary>The run that a token belongs to.</summary>
    public static string? RunOf(string token)
    {
        var parts = token.Split('~');
        return parts switch
        {
            ["Q", _, var run] => run,
            ["Y", _, _, _, var run] => run,
            ["A", _, var kind, var run, ..] when AlarmKind.IsToken(kind) => run,
            _ => null,
        };
    }
}
