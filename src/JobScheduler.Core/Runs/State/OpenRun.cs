using System.Text.Json;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// An open run as copied in its token: everything that a move needs, without reading the row of the run.
/// </summary>
/// <param name="Id">The run.</param>
/// <param name="Spec">What was accepted.</param>
/// <param name="SpecText">The same, as the column holds it.</param>
/// <param name="Step">Its progress.</param>
/// <param name="Token">Its token, which the next move consumes; none before it is written.</param>
public sealed record OpenRun(string Id, RunSpec Spec, string SpecText, RunStep Step, Token Token)
{
    /// <summary>The copy in the row of a token; null if the row is not a readable token.</summary>
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

    /// <summary>The state of the run, according to its token.</summary>
    public RunState State => Token.Kind?.StateAfter(Step.Attempt) ?? throw new InvalidOperationException($"'{Token}' is not a token");

    /// <summary>From the run's own row: for moves whose token holds no copy (leases), and for repair.</summary>
    public static OpenRun Of(RunRecord run, Row row) => new(
        run.Id,
        run.Spec,
        row.Columns.Text(RunColumns.Spec)!,
        new RunStep
        {
            Attempt = run.Attempt,
            Failures = run.Failures,
            Lost = run.Lost,
            DueAt = run.RetryAt ?? run.Spec.DueAt,
            Passed = run.Passed,
            Ticket = run.Ticket,
            Saved = !string.IsNullOrEmpty(row.Columns.Text(RunColumns.Saved)),
        },
        run.Token);

    /// <summary>The columns of a token of this run.</summary>
    public Columns ToToken(RunStep step) => new()
    {
        { RunColumns.Spec, SpecText },
        { RunColumns.Step, JsonSerializer.Serialize(step, RunJson.Default.RunStep) },
    };
}

/// <summary>The progress of a run: the column <c>step</c> of its token, rewritten by each move.</summary>
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

    /// <summary>When the job was last read and found not paused; null for runs without a job, or if it is not known.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>In a message: its guard, which the claim deletes.</summary>
    public string? Guard { get; init; }

    /// <summary>At its gate: it has not yet been judged by the rule of the gate.</summary>
    public bool Arrives { get; init; }

    /// <summary>Paused, or at its gate: how often its alarm has rung.</summary>
    public int Waits { get; init; }

    /// <summary>In a message: it was released from the line of its host.</summary>
    public bool IsFromLine { get; init; }

    /// <summary>Dispatched separately, because it lost an attempt or its message was given up.</summary>
    public bool Suspect { get; init; }

    /// <summary>How many of its limits it has passed for the next attempt, or for the one that is running.</summary>
    public int Passed { get; init; }

    /// <summary>The batch of its ticket, while it waits for a place of a group or has one; null: it does not.</summary>
    public string? Ticket { get; init; }

    /// <summary>In a line: it gets a message of its own.</summary>
    public bool Alone { get; init; }

    /// <summary>Whether an attempt has saved a state, which the row of the run holds.</summary>
    public bool Saved { get; init; }

    /// <summary>
    /// When the wait for the first attempt exceeds the queue timeout. Null: never, or an attempt has started: retries are subject to the
    /// retry policy, not to the queue timeout.
    /// </summary>
    /// <remarks>A run that was created after its due time, for a missed fire, has only waited since then.</remarks>
    public DateTimeOffset? QueueDeadline(RunSpec spec)
    {
        var from = DueAt > spec.CreatedAt ? DueAt : spec.CreatedAt;
        return Attempt == 0 && spec.Timeouts.Queue is { } limit && limit < DateTimeOffset.MaxValue - from ? from + limit : null;
    }
}
