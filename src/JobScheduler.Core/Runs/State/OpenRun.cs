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
/// <param name="Token">Its token, which the next move consumes; none before it is written.</param>
public sealed record OpenRun(string Id, RunSpec Spec, string SpecText, RunStep Step, Token Token)
{
    /// <summary>The state machine's copy in a token row; null when the row is no readable token.</summary>
    public static OpenRun? TryRead(Row row)
    {
        var token = Shards.Token.Read(row.Key);
        return token.Run is { } id
            && row.Columns.Text(RunColumns.Spec) is { } text
            && row.Columns.Json(RunColumns.Spec, RunJson.Default.RunSpec) is { } spec
            && row.Columns.Json(RunColumns.Step, RunJson.Default.RunStep) is { } step
            ? new OpenRun(id, spec, text, step, token)
            : null;
    }

    /// <summary>Where the run is, as its token tells.</summary>
    public RunState State => Token.Kind?.StateAfter(Step.Attempt) ?? throw new InvalidOperationException($"'{Token}' is no token");

    /// <summary>From the run's own row: for moves whose token holds no copy (leases), and for repair.</summary>
    public static OpenRun Of(RunRecord run, Row row) => new(
        run.Id,
        run.Spec,
        row.Columns.Text(RunColumns.Spec)!,
        new RunStep { Attempt = run.Attempt, Failures = run.Failures, Lost = run.Lost, DueAt = run.RetryAt ?? run.Spec.DueAt },
        run.Token);

    /// <summary>The columns of a token of this run.</summary>
    public Columns ToToken(RunStep step) => new()
    {
        { RunColumns.Spec, SpecText },
        { RunColumns.Step, JsonSerializer.Serialize(step, RunJson.Default.RunStep) },
    };
}
