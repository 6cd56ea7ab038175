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

/// <summary>How far a run has come: the column <c>step</c> of its token, rewritten by each move.</summary>
public sealed record RunStep
{
    /// <summary>Attempts started so far; also the last fence.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts that were lost.</summary>
    public int Lost { get; init; }

    /// <summary>When the next attempt may start.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When the job was last read and found not paused; null for runs without a job and when it is not known.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Queued: the guard of the message, to be deleted by the claim.</summary>
    public string? Guard { get; init; }

    /// <summary>At its gate: it has not been judged yet by the rule of its gate.</summary>
    public bool Arrives { get; init; }

    /// <summary>Held back, or at its gate: how often its alarm has rung.</summary>
    public int Waits { get; init; }

    /// <summary>Dispatched apart from others, because it lost an attempt or broke a message.</summary>
    public bool Suspect { get; init; }

    /// <summary>
    /// When waiting for the first attempt becomes waiting too long. Null: never, or an attempt has started: a retry waits by the retry
    /// policy, not by the queue's.
    /// </summary>
    /// <remarks>A run that was made after its due time, for a fire that was missed, cannot have waited before.</remarks>
    public DateTimeOffset? QueueDeadline(RunSpec spec)
    {
        var from = DueAt > spec.CreatedAt ? DueAt : spec.CreatedAt;
        return Attempt == 0 && spec.Timeouts.Queue is { } limit && limit < DateTimeOffset.MaxValue - from ? from + limit : null;
    }
}
